// Awaits among the values of a compound literal.
#include <stdio.h>
#include <tarry.h>

struct point {
    int x, y, z;
};

static async int later(int x) {
    await tarry_yield();
    return x;
}

static async int now(int x) {
    return x;
}

static int sum(struct point p) {
    return p.x * 100 + p.y * 10 + p.z;
}

async int main(void) {
    printf("%d\n", sum((struct point){await later(1), 2, await now(3)}));
    printf("%d\n", sum((struct point){.z = await later(4), .x = await later(5)}));
    printf("%d\n", ((int[]){await later(7), await now(8), 9})[await later(1)]);
    printf("%d\n", (int){await later(6)} + 1);
    struct point p = (struct point){await later(1), await later(1), await later(1)};
    p = (struct point){.y = await later(9)};
    printf("%d\n", sum(p));
    return 0;
}

// expect: 123
// expect: 504
// expect: 8
// expect: 7
// expect: 90
