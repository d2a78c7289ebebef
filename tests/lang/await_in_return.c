// `return await f();`, alone, in an expression, and through several levels.
#include <stdio.h>
#include <tarry.h>

static async int later(int x) {
    await tarry_yield();
    return x;
}

static async int same(int x) {
    return await later(x);
}

static async int more(int x) {
    return await same(x) + await same(1);
}

static async int either(int x) {
    if (x > 0) {
        return await more(x);
    }
    return -await more(-x);
}

async int main(void) {
    printf("%d %d %d\n", await same(4), await more(4), await either(-4));
    return await either(0) + 1;
}

// expect: 4 5 -5
// exit: 0
