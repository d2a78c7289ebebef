// The value of `return e;` is computed before the deferred statements run.
#include <stdio.h>
#include <tarry.h>

static async int later(int x) {
    await tarry_yield();
    printf("later %d\n", x);
    return x;
}

static async int plain(void) {
    int x = 1;
    defer x = 100;
    x++;
    return x;
}

static async int awaited(int *out) {
    int x = 5;
    defer *out = x;
    defer x *= 2;
    return await later(x) + await later(x + 1);
}

async int main(void) {
    int out = 0;
    printf("%d\n", await plain());
    int result = await awaited(&out);
    printf("%d %d\n", result, out);
    return 0;
}

// expect: 2
// expect: later 5
// expect: later 6
// expect: 11 10
