// An arm that loses cancels its scopes, whose children have ended before the winner's body runs.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

static int ended;

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

static async int child(void) {
    int error = await tarry_sleep(INT64_MAX);
    __atomic_fetch_add(&ended, 1, __ATOMIC_RELAXED);
    return error;
}

static async int family(void) {
    int r[5];
    concurrent (s) {
        for (int i = 0; i < 4; i++)
            spawn (s) r[i] = child();
        concurrent (inside) {
            spawn (inside) r[4] = child();
        }
    }
    int refused = 0;
    for (int i = 0; i < 5; i++) refused += r[i] == -ECANCELED;
    return refused;
}

async int main(void) {
    int a = 0, b = 0, c = 0;
    race {
        when (a = await family()) printf("no\n");
        when (b = await after(10, 1)) printf("%d\n", ended);
        when (c = await family()) printf("no\n");
    }
    printf("%d %d %d\n", a, b, c);
    return 0;
}

// expect: 10
// expect: 5 1 5
