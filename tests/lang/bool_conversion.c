// The result of an async _Bool function is 0 or 1; assigning to _Bool converts.
#include <stdbool.h>
#include <stdio.h>
#include <tarry.h>

static async bool truth(int x) {
    await tarry_yield();
    return x;
}

static async bool pointer_is_set(const void *p) {
    return p;
}

static async int later(int x) {
    await tarry_yield();
    return x;
}

async int main(void) {
    int x = 0;
    bool a = await later(256), b = await later(0), c[2] = {await later(7)};
    bool d = await truth(512);
    printf("%d %d %d %d %d\n", a, b, c[0], c[1], d);
    printf("%d %d\n", await truth(1000) + await truth(2), !await truth(4));
    printf("%d %d\n", await pointer_is_set(&x), await pointer_is_set(NULL));
    a = (bool)await later(0x100) ^ 1;
    printf("%d\n", a);
    return 0;
}

// expect: 1 0 1 0 1
// expect: 2 0
// expect: 1 0
// expect: 0
