// A loser leaves through its defers, and those may await, before the winner's body runs.
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

static async int careful(int n) {
    defer printf("deferred %d\n", n);
    defer {
        int error = await tarry_sleep(0);
        printf("waited %d %d\n", n, error);
    }
    return await tarry_sleep(INT64_MAX);
}

async int main(void) {
    int a = 0, b = 0;
    race {
        when (a = await careful(1)) printf("no\n");
        when (b = await careful(2)) printf("no\n");
        when (await after(2, 1)) printf("%d %d\n", a == -ECANCELED, b == -ECANCELED);
    }
    return 0;
}

// expect: waited 1 0
// expect: deferred 1
// expect: waited 2 0
// expect: deferred 2
// expect: 1 1
