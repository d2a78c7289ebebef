// Many tasks race on all workers.
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

static async int racer(int n) {
    int wins = 0, a, b;
    for (int i = 0; i < 50; i++) {
        race {
            when ((a = await after(1 + (n + i) % 4, 1)) > 0) wins += 1;
            when ((b = await tarry_sleep(TARRY_US(n % 7 * 10))) == 0) wins += 1;
        }
    }
    return wins;
}

async int main(void) {
    int r[100], sum = 0;
    parallel (s) {
        for (int i = 0; i < 100; i++)
            spawn (s) r[i] = racer(i);
    }
    for (int i = 0; i < 100; i++) sum += r[i];
    printf("%d\n", sum);
    return 0;
}

// expect: 5000
