// Statement expressions that do not await stay what they are, also beside awaits.
#include <stdio.h>
#include <tarry.h>

#define MAX(a, b)                                                                                  \
    ({                                                                                             \
        __typeof__(a) a_ = (a);                                                                    \
        __typeof__(b) b_ = (b);                                                                    \
        a_ > b_ ? a_ : b_;                                                                         \
    })

static async int later(int x) {
    await tarry_yield();
    return x;
}

async int main(void) {
    int x = 3, y = 8;
    printf("%d\n", MAX(x, y));
    printf("%d\n", MAX(x, y) + await later(1));
    printf("%d\n", await later(MAX(x + 10, y)));
    return 0;
}

// expect: 8
// expect: 9
// expect: 13
