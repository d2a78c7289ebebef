// A pragma about a loop is forgotten where the loop awaits, and kept where it does not.
// expect: 12 6 6
#include <stdio.h>
#include <tarry.h>

static async int wait(int n) {
    await tarry_yield();
    return n;
}

async int main(void) {
    int sum = 0, plain = 0, last = 0;
#pragma GCC unroll 2
    for (int i = 0; i < await wait(4); i++) {
        sum += i;
    }
#pragma GCC unroll 2
    for (int i = 0; i < 4; i++) {
        sum += await wait(i);
    }
#pragma GCC unroll 4
    for (int i = 0; i < 4; i++) {
        plain += i;
    }
    int n = 3;
#pragma GCC unroll 2
    while (await wait(n) > 0) {
        last += n--;
    }
    printf("%d %d %d\n", sum, plain, last);
    return 0;
}
