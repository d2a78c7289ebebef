// A for condition that awaits is run before each turn.
#include <stdio.h>
#include <tarry.h>

static async int less(int x, int limit) {
    if (x & 1) {
        await tarry_yield();
    }
    return x < limit;
}

async int main(void) {
    int runs = 0;
    for (int i = 0; await less(i, 5); i++) {
        if (i == 1) {
            continue;
        }
        if (i == 4) {
            break;
        }
        printf("%d ", i);
        runs++;
    }
    for (int i = 0; runs++ < 100 && await less(i, 2); i++) {
        printf("[%d] ", i);
    }
    printf("%d\n", runs);
    return 0;
}

// expect: 0 2 3 [0] [1] 6
