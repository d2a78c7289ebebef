// Awaits as initialisers of scalars, and inside them.
#include <stdio.h>
#include <tarry.h>

static async int later(int x) {
    await tarry_yield();
    return x;
}

static async int now(int x) {
    return x;
}

async int main(void) {
    int a = await later(1);
    long b = await now(2) + a;
    double c = await later(3) / 2.0;
    char d = (char)await now('d'), *e = &d;
    int f = {await later(6)};
    unsigned short g = await later(65537);
    const int h = await later(8);
    printf("%d %ld %.1f %c %d %d %d\n", a, b, c, *e, f, g, h);
    return 0;
}

// expect: 1 3 1.5 d 6 1 8
