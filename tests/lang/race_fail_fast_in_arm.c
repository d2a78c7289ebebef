// A failing child in an arm's scope cancels that scope, not the other arm.
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

static async int group(int result) {
    int r[2] = {0}, error = 0;
    concurrent (s, .fail_fast = true) {
        spawn (s) r[0] = after(2, result);
        spawn (s) r[1] = after(6, 1);
        await after(100, 0);
        error = s.error;
    }
    return error < 0 ? error : r[0] + r[1];
}

async int main(void) {
    int a = 0, b = 0;
    race {
        when (a = await group(-EIO)) printf("%d\n", a == -EIO);
        when (b = await after(50, 3)) printf("no\n");
    }
    printf("%d\n", b == -ECANCELED);
    return 0;
}

// expect: 1
// expect: 1
