// Arms start in order; those behind one that is ready at once are not started at all.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

static async int ready(int n) {
    printf("start %d\n", n);
    return n;
}

static async double real(void) {
    printf("start real\n");
    return 1.5;
}

static async int never(void) {
    return await tarry_sleep(INT64_MAX);
}

async int main(void) {
    int a = 0, b = 0, c = 0;
    double d = 3;
    race {
        when (a = await never()) printf("never\n");
        when (b = await ready(1)) printf("one\n");
        when (c = await ready(2)) printf("two\n");
        when (d = await real()) printf("real\n");
    }
    printf("%d %d %d %g\n", a == -ECANCELED, b, c == -ECANCELED, d);
    return 0;
}

// options: -Wno-tarry-unreachable-when
// expect: start 1
// expect: one
// expect: 1 1 1 0
