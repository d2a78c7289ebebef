// A variable that is const because another one is gets its first value where it lives across an
// await.
// expect: 11 | 5 4 | 8 | 56 | 15
#include <stdio.h>
#include <tarry.h>

typedef const int fixed;

#define MAX(a, b)                                                                                  \
    __extension__({                                                                                \
        __typeof__(a) a_ = (a);                                                                    \
        __typeof__(b) b_ = (b);                                                                    \
        a_ > b_ ? a_ : b_;                                                                         \
    })

static async int wait(int n) {
    await tarry_yield();
    return n;
}

static async int copy(void) {
    const int x = await wait(5);
    __typeof__(x) y = x + 1;
    await wait(0);
    return x + y;
}

static async int in_macro(const int n) {
    const int x = n + 1;
    return MAX(x, await wait(3));
}

static async int by_typedef(int n) {
    fixed x = n;
    await wait(0);
    fixed y = await wait(x);
    fixed *at = &y;
    await wait(0);
    return x + *at;
}

static async int of_parameter(const int n) {
    __typeof__(n) m = n + 1;
    const __typeof__(m) k = m + 1;
    __typeof__(k) *at = &k;
    await wait(0);
    return m * 10 + *at;
}

static async int structs(int n) {
    const struct {
        int a;
    } s = {n};
    __typeof__(s) t = s;
    const double d = 2;
    __typeof__(d) e = d * 2, g = await wait(3);
    await wait(0);
    return t.a + s.a + (int)e + (int)g;
}

async int main(void) {
    printf("%d | ", await copy());
    printf("%d ", await in_macro(4));
    printf("%d | ", await in_macro(3));
    printf("%d | ", await by_typedef(4));
    printf("%d | ", await of_parameter(4));
    printf("%d\n", await structs(4));
    return 0;
}
