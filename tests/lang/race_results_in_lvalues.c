// An arm's result goes wherever an expression can put it, evaluated once, behind the race.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

struct thing {
    int x, y[2];
    unsigned bits : 5;
};
static int global;

static int *place(int *p) {
    printf("place\n");
    return p;
}

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

async int main(void) {
    static int kept;
    struct thing t = {0}, *p = &t;
    int a[4] = {0}, i = 1, sum = 100;
    char narrow = 0;
    double real = 0;
    race {
        when (a[i++] = await after(1, 5)) printf("%d %d\n", i, a[1]);
        when (global = await after(9, 1)) printf("no\n");
    }
    race {
        when (p->y[1] = await after(1, 6)) printf("%d\n", t.y[1]);
        when (*place(&kept) = await after(9, 1)) printf("no\n");
    }
    race {
        when (t.bits = await after(1, 37)) printf("%d\n", t.bits);
        when (narrow = (char)await after(9, 1)) printf("no\n");
    }
    race {
        when (sum += await after(1, 7)) printf("%d\n", sum);
        when (real = await after(9, 1)) printf("no\n");
    }
    printf("%d %d %d %d\n", global == -ECANCELED, kept == -ECANCELED, narrow, real == -ECANCELED);
    return 0;
}

// expect: 2 5
// expect: place
// expect: 6
// expect: 5
// expect: 107
// expect: 1 1 -125 1
