// Several declarators in one declaration, each using the ones before, with awaits between them.
#include <stdio.h>
#include <tarry.h>

static async int later(int x) {
    await tarry_yield();
    return x;
}

async int main(void) {
    int a = await later(1), *p = &a, b = a + await later(*p + 1), **pp = &p,
        c[2] = {b, await later(b + 1)};
    (**pp)++;
    int d = sizeof c / sizeof c[0], e, f = await later(d) + a, (*q)[2] = &c;
    e = await later((*q)[1]);
    printf("%d %d %d %d %d %d %d\n", a, b, c[0], c[1], d, e, f);
    return 0;
}

// expect: 2 3 3 4 2 4 4
