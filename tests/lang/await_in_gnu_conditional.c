// GNU `a ?: b` evaluates a once and b only if a is zero.
#include <stdio.h>
#include <tarry.h>

static int runs;

static async int later(int x) {
    runs++;
    await tarry_yield();
    return x;
}

static async int now(int x) {
    runs++;
    return x;
}

async int main(void) {
    int zero = 0;
    printf("%d\n", await later(5) ?: 6);
    printf("%d\n", await later(0) ?: 6);
    printf("%d\n", await now(5) ?: await later(6));
    printf("%d\n", await now(0) ?: await later(6));
    printf("%d\n", zero ?: await later(7));
    printf("%d\n", await later(0) ?: await now(0) ?: await later(8));
    printf("%d runs\n", runs);
    return 0;
}

// expect: 5
// expect: 6
// expect: 5
// expect: 6
// expect: 7
// expect: 8
// expect: 9 runs
