// Cancelling an inner scope leaves the outer one and its children alone.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

static async int sleeper(int64_t duration) {
    return await tarry_sleep(duration);
}

async int main(void) {
    int outside = -1, inside = 0, after = -1;
    concurrent (outer) {
        spawn (outer) outside = sleeper(TARRY_MS(5));
        concurrent (inner) {
            spawn (inner) inside = sleeper(TARRY_SEC(3600));
            await tarry_yield();
            tarry_cancel(&inner);
        }
        printf("%d\n", inside == -ECANCELED);
        after = await tarry_sleep(TARRY_MS(1));
    }
    printf("%d %d\n", outside, after);
    return 0;
}

// expect: 1
// expect: 0 0
