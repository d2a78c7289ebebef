// Variables of enum type, of enums declared outside and inside the function.
#include <stdio.h>
#include <tarry.h>

enum colour { RED = 1, GREEN, BLUE };

static async enum colour next(enum colour c) {
    await tarry_yield();
    return c == BLUE ? RED : c + 1;
}

async int main(void) {
    enum colour c = RED, before;
    enum { SMALL = 10, LARGE = SMALL * 10 } size = LARGE;
    enum local { FIRST, SECOND = FIRST + 5 };
    enum local l = SECOND;
    before = c;
    c = await next(await next(c));
    size = c == BLUE ? SMALL : LARGE;
    await tarry_yield();
    printf("%d %d %d %d %d\n", before, c, await next(c), size, l);
    return 0;
}

// expect: 1 3 1 10 5
