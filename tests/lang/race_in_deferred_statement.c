// A race in a deferred statement is shielded; its losers are cancelled all the same.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

// Ends with `value` after `waits` rounds, or with what a wait was refused with.
static async int after(int waits, int value) {
    while (waits-- > 0) {
        int error = await tarry_sleep(0);
        if (error < 0) {
            return error;
        }
    }
    return value;
}

static async int never(void) {
    return await tarry_sleep(INT64_MAX);
}

static async int cleans_up(void) {
    defer {
        int a = 0, b = 0;
        race {
            when (a = await after(4, 3)) printf("%d\n", a);
            when (b = await never()) printf("no\n");
        }
        printf("%d\n", b == -ECANCELED);
    }
    return await never();
}

async int main(void) {
    int r = 0;
    concurrent (s) {
        spawn (s) r = cleans_up();
        await tarry_yield();
        tarry_cancel(&s);
    }
    printf("%d\n", r == -ECANCELED);
    return 0;
}

// expect: 3
// expect: 1
// expect: 1
