// A thousand children of a parallel scope, each with its result, on four workers.
// env: TARRY_WORKERS=4
#include <stdio.h>
#include <tarry.h>

static async int square(int n) {
    for (int i = 0; i < n % 5; i++) {
        await tarry_yield();
    }
    return n * n;
}

async int main(void) {
    int results[1000];
    parallel (s) {
        for (int i = 0; i < 1000; i++) {
            spawn (s) results[i] = square(i);
        }
    }
    int wrong = 0;
    for (int i = 0; i < 1000; i++) {
        wrong += results[i] != i * i;
    }
    printf("%d wrong, the last is %d\n", wrong, results[999]);
    return 0;
}

// expect: 0 wrong, the last is 998001
