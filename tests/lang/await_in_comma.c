// The comma operator runs its sides in order and has the value of the right one.
#include <stdio.h>
#include <tarry.h>

static async int later(int x) {
    printf("later(%d) ", x);
    await tarry_yield();
    return x;
}

static async int now(int x) {
    printf("now(%d) ", x);
    return x;
}

async int main(void) {
    int x = (await later(1), 10);
    printf("%d\n", x);
    x = (x++, await later(2));
    printf("%d\n", x);
    x = (await now(3), await later(4), await now(5));
    printf("%d\n", x);
    int i = 0, j = 0;
    for (i = await now(0), j = await later(3); i < j; await later(9), i++, j--) {
    }
    printf("%d %d\n", i, j);
    x = 5;
    x = (x += 2, await later(x)) * 3;
    printf("%d\n", x);
    x = x == 21 ? (await later(6), 8) : 9;
    printf("%d\n", x);
    return 0;
}

// expect: later(1) 10
// expect: later(2) 2
// expect: now(3) later(4) now(5) 5
// expect: now(0) later(3) later(9) later(9) 2 1
// expect: later(7) 21
// expect: later(6) 8
