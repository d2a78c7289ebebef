// await as an operand of < > <= >= == !=.
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
    int three = 3;
    printf("%d %d %d\n", await later(2) < three, three < await now(2),
           await now(2) < await later(3));
    printf("%d %d %d\n", await now(2) > three, three > await later(2),
           await later(2) > await now(2));
    printf("%d %d %d\n", await later(3) <= three, 4 <= await now(3), await now(3) <= await now(4));
    printf("%d %d %d\n", await now(3) >= three, 2 >= await later(3),
           await later(4) >= await later(3));
    printf("%d %d %d\n", await later(3) == three, three == await later(4),
           await now(1) == await later(1));
    printf("%d %d %d\n", await now(3) != three, three != await now(4),
           await later(1) != await now(1));
    return 0;
}

// expect: 1 0 1
// expect: 0 1 0
// expect: 1 0 1
// expect: 1 0 1
// expect: 1 0 1
// expect: 0 1 0
