// A cast of an await converts its result.
#include <stdio.h>
#include <tarry.h>

static async double later(double x) {
    await tarry_yield();
    return x;
}

static async int now(int x) {
    return x;
}

async int main(void) {
    printf("%d %d\n", (int)await later(2.75), (int)await later(-2.75));
    printf("%u\n", (unsigned char)await now(300));
    printf("%.2f\n", (double)await now(1) / 4);
    printf("%d\n", (int)(unsigned char)await later(65.9));
    (void)await now(1);
    (void)await later(1);
    return 0;
}

// expect: 2 -2
// expect: 44
// expect: 0.25
// expect: 65
