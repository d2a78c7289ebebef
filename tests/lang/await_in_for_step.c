// The last part of for may await; continue runs it, break does not.
#include <stdio.h>
#include <tarry.h>

static int steps;

static async int next(int x) {
    steps++;
    if (x & 1) {
        await tarry_yield();
    }
    return x + 1;
}

async int main(void) {
    for (int i = 0; i < 6; i = await next(i)) {
        if (i == 1) {
            continue;
        }
        if (i == 4) {
            break;
        }
        printf("%d ", i);
    }
    printf("%d steps\n", steps);
    int i = 0, sum = 0;
    for (; i < 3; sum += await next(i), i++) {
    }
    printf("%d\n", sum);
    return 0;
}

// expect: 0 2 3 4 steps
// expect: 6
