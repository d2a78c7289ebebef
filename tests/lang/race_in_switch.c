// A race in a switch, and switches in its bodies: break means what it means.
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

static async int choose(int n) {
    int r = 0;
    switch (n) {
    case 1:
        race {
            when (r = await after(1, 11)) break;
            when (await after(9, 0)) return -1;
        }
    case 2:
        race {
            when (r = await after(1, 22)) switch (r) {
                case 22:
                    r = 23;
                    break;
                default:
                    r = -2;
                }
            when (await after(9, 0)) return -1;
        }
        return r;
    }
    return r + 100;
}

async int main(void) {
    printf("%d %d\n", await choose(1), await choose(2));
    return 0;
}

// expect: 111 23
