// A race of one is an await.
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
    int a = 0;
    race {
        when (a = await after(3, 7)) printf("over\n");
    }
    printf("%d\n", a);
    return 0;
}

// expect: over
// expect: 7
