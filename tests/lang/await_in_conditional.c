// ?: with awaits in the condition, in the chosen arm and in all three places; only the chosen arm
// runs.
#include <stdio.h>
#include <tarry.h>

static async int later(int x) {
    printf("[%d]", x);
    await tarry_yield();
    return x;
}

static async int now(int x) {
    printf("(%d)", x);
    return x;
}

async int main(void) {
    int yes = 1, no = 0;
    printf(" %d\n", await later(1) ? 10 : 20);
    printf(" %d\n", await now(0) ? 10 : 20);
    printf(" %d\n", yes ? await later(10) : 20);
    printf(" %d\n", no ? await later(10) : 20);
    printf(" %d\n", yes ? 10 : await now(20));
    printf(" %d\n", no ? 10 : await now(20));
    printf(" %d\n", await later(1) ? await later(10) : await later(20));
    printf(" %d\n", await later(0) ? await now(10) : await later(20));
    printf(" %d\n", await now(0) ? await later(10) : await now(20));
    return 0;
}

// expect: [1] 10
// expect: (0) 20
// expect: [10] 10
// expect:  20
// expect:  10
// expect: (20) 20
// expect: [1][10] 10
// expect: [0][20] 20
// expect: (0)(20) 20
