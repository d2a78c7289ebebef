// || evaluates its right side only if the left is false, whether either side awaits; its value is 0
// or 1.
#include <stdio.h>
#include <tarry.h>

static async int later(int x) {
    printf("later(%d) ", x);
    await tarry_yield();
    return x;
}

static async int now(int x) {
    printf("now(%d) ", x);
    return x;
}

static int plain(int x) {
    printf("plain(%d) ", x);
    return x;
}

async int main(void) {
    printf("= %d\n", await later(5) || await later(6));
    printf("= %d\n", await later(0) || await later(6));
    printf("= %d\n", await now(0) || await now(0));
    printf("= %d\n", await now(9) || await now(1));
    printf("= %d\n", plain(3) || await later(4));
    printf("= %d\n", plain(0) || await later(4));
    printf("= %d\n", await later(2) || plain(3));
    printf("= %d\n", await later(0) || plain(3));
    return 0;
}

// expect: later(5) = 1
// expect: later(0) later(6) = 1
// expect: now(0) now(0) = 0
// expect: now(9) = 1
// expect: plain(3) = 1
// expect: plain(0) later(4) = 1
// expect: later(2) = 1
// expect: later(0) plain(3) = 1
