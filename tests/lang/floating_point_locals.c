// float, double and long double across awaits, as results and in mixed expressions.
#include <stdio.h>
#include <tarry.h>

static async long double third(long double x) {
    await tarry_yield();
    return x / 3;
}

static async double half(double x) {
    await tarry_yield();
    return x / 2;
}

static async float quarter(float x) {
    return x / 4;
}

async int main(void) {
    float f = await quarter(1);
    double d = await half(f) + 1;
    long double l = 1;
    l += await third(l);
    f *= await half(3);
    await tarry_yield();
    printf("%.3f %.3f %.4Lf\n", f, d, l);
    printf("%d\n", l - 1 > 0.333L && l - 1 < 0.334L);
    printf("%.2f\n", await half(await quarter(10)) * 2 + (double)await third(0));
    return 0;
}

// expect: 0.375 1.125 1.3333
// expect: 1
// expect: 2.50
