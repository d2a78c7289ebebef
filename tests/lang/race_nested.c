// Races in what arms await, in bodies, and in bodies of bodies.
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

static async int inner(int waits) {
    int r = 0;
    race {
        when (r = await after(waits, waits)) return r;
        when (await never()) return -1;
    }
    return -2;
}

static async int middle(int waits) {
    int a = 0, b = 0;
    race {
        when (a = await inner(waits)) return a * 10;
        when (b = await inner(waits + 5)) return b * 100;
    }
    return 0;
}

async int main(void) {
    int x = 0, y = 0;
    race {
        when (x = await middle(20)) printf("no\n");
        when (y = await middle(3)) {
            printf("%d %d\n", x, y);
            race {
                when (x = await inner(2)) race {
                        when (x = await middle(4)) printf("%d\n", x);
                        when (y = await middle(5)) printf("no\n");
                    }
                when (y = await inner(3)) printf("no\n");
            }
        }
    }
    return 0;
}

// expect: -1250 30
// expect: 40
