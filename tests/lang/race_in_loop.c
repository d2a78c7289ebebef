// Races in loops, with break and continue in their bodies.
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
    int a, b, rounds = 0;
    for (int i = 0; i < 10; i++) {
        rounds++;
        race {
            when (a = await after(i, 1)) {
                if (i < 3)
                    continue;
                printf("a %d\n", i);
            }
            when (b = await after(5, 1)) {
                printf("b %d\n", i);
                if (i == 7)
                    break;
            }
        }
        printf("end of round %d\n", i);
    }
    printf("%d rounds\n", rounds);
    int n = 0;
    while (1) {
        race {
            when (await after(1, 1))
                if (++n == 1000)
                    break;
            when (await after(2, 1)) n = -1;
        }
    }
    do {
        race {
            when (await after(1, 1)) continue;
            when (await after(2, 1)) n = -1;
        }
    } while (--n > 990);
    printf("%d\n", n);
    return 0;
}

// expect: a 3
// expect: end of round 3
// expect: a 4
// expect: end of round 4
// expect: a 5
// expect: end of round 5
// expect: b 6
// expect: end of round 6
// expect: b 7
// expect: 8 rounds
// expect: 990
