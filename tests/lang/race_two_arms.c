// The first to end wins; the other is cancelled, has ended, and its variable says so.
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

async int main(void) {
    int a = 0, b = 0;
    race {
        when (a = await after(1, 10)) printf("first\n");
        when (b = await after(1000000, 20)) printf("second\n");
    }
    printf("%d %d\n", a, b == -ECANCELED);
    race {
        when (a = await after(1000000, 10)) printf("first\n");
        when (b = await after(2, 20)) {
            printf("second\n");
        }
    }
    printf("%d %d\n", a == -ECANCELED, b);
    return 0;
}

// expect: first
// expect: 10 1
// expect: second
// expect: 1 20
