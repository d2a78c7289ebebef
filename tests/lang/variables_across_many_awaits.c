// Twenty variables of many types, each used again only after all the others were set, in a loop of
// awaits.
#include <stdio.h>
#include <tarry.h>

static async int later(int x) {
    await tarry_yield();
    return x;
}

async int main(void) {
    char a = await later('a');
    short b = await later(-2);
    int c = await later(3);
    long d = await later(4);
    unsigned char e = await later(5);
    float f = await later(6);
    double g = await later(7);
    int *h = &c;
    const char *i = "nine";
    long long j = await later(10);
    unsigned k = await later(11);
    char l[4] = "abc";
    struct {
        int m, n;
    } o = {await later(13), 14};
    for (int round = 0; round < 3; round++) {
        *h += await later(round);
        d *= 2;
        o.n -= await later(1);
        f += await later(1);
    }
    printf("%c %d %d %ld %d %.1f %.1f %d %s %lld %u %s %d %d\n", a, b, c, d, e, f, g, *h, i, j, k,
           l, o.m, o.n);
    return 0;
}

// expect: a -2 6 32 5 9.0 7.0 6 nine 10 11 abc 13 11
