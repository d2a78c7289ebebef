// Inside a scope opened with .shield = true waits work although the task is cancelled; outside of
// it they fail.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

static async int sleeper(void) {
    return await tarry_sleep(TARRY_MS(1));
}

static async int child(void) {
    int before = await tarry_sleep(TARRY_SEC(3600)), inside = -1, inner = -1;
    concurrent (s, .shield = true) {
        spawn (s) inner = sleeper();
        inside = await tarry_sleep(TARRY_MS(1));
    }
    int after = await tarry_sleep(TARRY_SEC(3600));
    printf("%d %d %d %d\n", before == -ECANCELED, inside, inner, after == -ECANCELED);
    return 0;
}

async int main(void) {
    concurrent (s) {
        spawn (s) child();
        await tarry_yield();
        tarry_cancel(&s);
    }
    return 0;
}

// expect: 1 0 0 1
