// await as an argument of an ordinary call, in first, middle and last place.
#include <stdio.h>
#include <tarry.h>

static async int later(int x) {
    await tarry_yield();
    return x;
}

static async int now(int x) {
    return x;
}

static int digits(int a, int b, int c) {
    return a * 100 + b * 10 + c;
}

async int main(void) {
    int one = 1;
    printf("%d\n", digits(await later(1), 2, 3));
    printf("%d\n", digits(one, await later(2), 3));
    printf("%d\n", digits(one, 2, await later(3)));
    printf("%d\n", digits(one + 3, await now(5), one + 5));
    return 0;
}

// expect: 123
// expect: 123
// expect: 123
// expect: 456
