// A loser that ends well all the same has its result in its own variable: nothing is lost.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

static int undone;

// What it has begun it finishes.
static async int stubborn(void) {
    int error = await tarry_sleep(INT64_MAX);
    undone += error == -ECANCELED;
    return 42;
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
    int a = 0, b = 0;
    race {
        when (a = await stubborn()) printf("stubborn\n");
        when (b = await after(2, 1)) printf("%d %d %d\n", a, b, undone);
    }
    return 0;
}

// expect: 42 1 1
