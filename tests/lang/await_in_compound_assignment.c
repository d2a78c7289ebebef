// Every compound assignment operator with an await on its right.
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
    int x = 100;
    printf("%d ", x += await later(5));
    printf("%d ", x -= await now(6));
    printf("%d ", x *= await later(2));
    printf("%d ", x /= await later(3));
    printf("%d\n", x %= await now(50));
    printf("%d ", x <<= await later(3));
    printf("%d ", x >>= await later(1));
    printf("%d ", x &= await now(0xf0));
    printf("%d ", x |= await later(5));
    printf("%d\n", x ^= await now(0xff));
    double d = 1;
    d += await later(2);
    d /= await now(8);
    printf("%.3f\n", d);
    return 0;
}

// expect: 105 99 198 66 16
// expect: 128 64 64 69 186
// expect: 0.375
