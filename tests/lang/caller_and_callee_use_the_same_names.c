// Caller and callee, and two callees, use the same names for everything: nothing is mixed up.
#include <stdio.h>
#include <tarry.h>

static async int f(int x, int y) {
    int i = x, result = y;
    await tarry_yield();
    for (; i > 0; i--) {
        result += i;
        await tarry_yield();
    }
    return result;
}

static async int g(int y, int x) {
    int i = y, result = await f(x, y);
    await tarry_yield();
    result = result * 10 + await f(i, result);
    return result;
}

async int main(void) {
    int x = 1, y = 2, i = 3, result = await g(x, y);
    await tarry_yield();
    printf("%d %d %d %d\n", x, y, i, result);
    return 0;
}

// expect: 1 2 3 45
