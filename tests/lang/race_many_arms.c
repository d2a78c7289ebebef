// Any number of arms.
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
    int r[20] = {0};
#define ARM(i)                                                                                     \
    when (r[i] = await after(i == 13 ? 1 : 1000 + i, i)) printf("%d\n", i);
    race {
        ARM(0)
        ARM(1) ARM(2) ARM(3) ARM(4) ARM(5) ARM(6) ARM(7) ARM(8) ARM(9) ARM(10) ARM(11) ARM(12)
            ARM(13) ARM(14) ARM(15) ARM(16) ARM(17) ARM(18) ARM(19)
    }
    int cancelled = 0;
    for (int i = 0; i < 20; i++) cancelled += r[i] == -ECANCELED;
    printf("%d %d\n", cancelled, r[13]);
    return 0;
}

// expect: 13
// expect: 19 13
