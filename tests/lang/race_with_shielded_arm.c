// Arms with shields of their own end in their own time.
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

static async int shielded(void) {
    int r = 0;
    concurrent (s, .shield = true) {
        r = await after(10, 7);
    }
    return r;
}

async int main(void) {
    int a = 0, b = 0;
    race {
        when (a = await shielded()) printf("no\n");
        when (b = await after(1, 1)) printf("%d %d\n", a, b);
    }
    return 0;
}

// expect: 7 1
