// return and goto in bodies, past defers and out of scopes.
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

static async int returns(void) {
    int child = 0;
    defer printf("deferred\n");
    concurrent (s) {
        spawn (s) child = never();
        race {
            when (await after(2, 1)) {
                defer printf("child %d\n", child == -ECANCELED);
                return 5;
            }
            when (await never()) return 6;
        }
    }
    return 7;
}

static async int jumps(void) {
    int n = 0;
again:
    race {
        when (await after(1, 1)) {
            if (++n < 3)
                goto again;
            goto out;
        }
        when (await after(3, 1)) goto wrong;
    }
wrong:
    printf("wrong\n");
out:
    return n;
}

async int main(void) {
    printf("%d\n", await returns());
    printf("%d\n", await jumps());
    return 0;
}

// expect: child 0
// expect: deferred
// expect: 5
// expect: 3
