// await as the operand of - + ~ and !, also several of them.
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
    printf("%d %d\n", -await later(5), -await now(-5));
    printf("%d %d\n", +await later(5), +await now(5));
    printf("%d %d\n", ~await later(0), ~await now(-3));
    printf("%d %d %d\n", !await later(0), !await now(7), !!await later(7));
    printf("%d %d\n", - -await later(3), -!await now(0));
    return 0;
}

// expect: -5 5
// expect: 5 5
// expect: -1 2
// expect: 1 0 1
// expect: 3 -1
