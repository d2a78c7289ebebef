// Several awaits in one argument list: each argument keeps its own value while the others wait.
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
    printf("%d\n", digits(await later(1), await later(2), await later(3)));
    printf("%d\n", digits(await now(1), await later(2), await now(3)));
    printf("%d\n", digits(await later(1), await now(2), await later(3)));
    printf("%d\n", digits(await now(1), await now(2), await now(3)));
    return 0;
}

// expect: 123
// expect: 123
// expect: 123
// expect: 123
