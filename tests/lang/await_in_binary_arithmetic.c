// await as an operand of + - * / %, on either side and on both, suspended and not.
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
    int two = 2;
    printf("%d %d %d\n", await later(5) + 1, 1 + await later(5), await later(5) + await now(1));
    printf("%d %d %d\n", await now(7) - two, two - await now(7), await now(7) - await later(2));
    printf("%d %d %d\n", await later(6) * two, two * await later(6), await now(6) * await now(2));
    printf("%d %d %d\n", await later(9) / two, 9 / await later(2), await later(9) / await later(2));
    printf("%d %d %d\n", await now(9) % 4, 9 % await now(4), await later(9) % await now(4));
    return 0;
}

// expect: 6 6 6
// expect: 5 -5 5
// expect: 12 12 12
// expect: 4 4 4
// expect: 1 1 1
