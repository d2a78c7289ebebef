// Cancellation from outside does not reach a shielded scope's block and children; that of the scope itself
// does, and so does leaving it early. Behind it the outer cancellation is felt again.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

static async int sleeper(int64_t duration) {
    return await tarry_sleep(duration);
}

static async int leaves_early(int *child) {
    concurrent (s, .shield = true) {
        spawn (s) *child = sleeper(TARRY_SEC(3600));
        await tarry_sleep(TARRY_MS(1));
        return 5;
    }
    return 6;
}

static async void work(void) {
    int child = 1, block = 1;
    printf("%d\n", await tarry_sleep(TARRY_SEC(3600)) == -ECANCELED);
    parallel (s, .shield = true) {
        spawn (s) child = sleeper(TARRY_MS(2));
        block = await tarry_sleep(TARRY_MS(1));
    }
    printf("%d %d\n", block, child);
    parallel (s, .shield = true) {
        spawn (s) child = sleeper(TARRY_SEC(3600));
        await tarry_sleep(TARRY_MS(1));
        tarry_cancel(&s);
        block = await tarry_sleep(TARRY_MS(1));
    }
    printf("%d %d\n", block == -ECANCELED, child == -ECANCELED);
    child = 1;
    printf("%d\n", await leaves_early(&child));
    printf("%d\n", child == -ECANCELED);
    printf("%d\n", await tarry_sleep(TARRY_NS(1)) == -ECANCELED);
}

async int main(void) {
    concurrent (s) {
        spawn (s) work();
        await tarry_sleep(TARRY_MS(1));
        tarry_cancel(&s);
    }
    return 0;
}

// expect: 1
// expect: 0 0
// expect: 1 1
// expect: 5
// expect: 1
// expect: 1
