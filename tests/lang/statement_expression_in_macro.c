// The usual MAX macro, with awaits as its arguments: each is run once.
#include <stdio.h>
#include <tarry.h>

#define MAX(a, b)                                                                                  \
    ({                                                                                             \
        __typeof__(a) a_ = (a);                                                                    \
        __typeof__(b) b_ = (b);                                                                    \
        a_ > b_ ? a_ : b_;                                                                         \
    })

static int runs;

static async int later(int x) {
    runs++;
    await tarry_yield();
    return x;
}

static async double now(double x) {
    runs++;
    return x;
}

async int main(void) {
    printf("%d\n", MAX(await later(3), await later(8)));
    printf("%d\n", MAX(MAX(await later(3), 5), await later(4)));
    printf("%.1f\n", MAX(await now(2.5), await later(2)));
    printf("%d runs\n", runs);
    return 0;
}

// expect: 8
// expect: 5
// expect: 2.5
// expect: 6 runs
