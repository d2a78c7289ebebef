// Awaits in array initialisers: each element has its value, the rest is zero.
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
    int a[4] = {await later(1), 2, await now(3)};
    int b[] = {await now(4), await later(5), await later(6)};
    int c[2][2] = {{await later(1), 2}, {3, await later(4)}};
    int d[3] = {a[0], a[0] + await later(1), a[1] + await now(1)};
    printf("%d %d %d %d\n", a[0], a[1], a[2], a[3]);
    printf("%d %d %d %d\n", b[0], b[1], b[2], (int)(sizeof b / sizeof b[0]));
    printf("%d %d %d %d\n", c[0][0], c[0][1], c[1][0], c[1][1]);
    printf("%d %d %d\n", d[0], d[1], d[2]);
    return 0;
}

// expect: 1 2 3 0
// expect: 4 5 6 3
// expect: 1 2 3 4
// expect: 1 2 3
