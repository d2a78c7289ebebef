// Cancelling a scope around the race, of an arm, and in an arm reach what they should and nothing else.
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

static async int own_scope(void) {
    int child = 0, block = 0, behind;
    concurrent (s) {
        spawn (s) child = never();
        await tarry_yield();
        tarry_cancel(&s);
        block = await tarry_sleep(TARRY_SEC(100));
    }
    behind = await after(3, 7); // not cancelled any more
    return (child == -ECANCELED) + (block == -ECANCELED) * 10 + behind * 100;
}

async int main(void) {
    int a = 0, b = 0, c = 0;
    concurrent (outer) {
        spawn (outer) c = after(1, 1);
        race {
            when (a = await own_scope()) printf("a %d\n", a);
            when (b = await never()) printf("no\n");
        }
        printf("%d\n", b == -ECANCELED);
        printf("%d\n", await after(2, 3) * c); // nor is the block
    }
    return 0;
}

// expect: a 711
// expect: 1
// expect: 3
