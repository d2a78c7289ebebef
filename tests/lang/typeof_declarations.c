// Variables declared with __typeof__ of expressions, types, awaits, arrays and each other.
#include <stdio.h>
#include <tarry.h>

static async long later(long x) {
    await tarry_yield();
    return x;
}

async int main(void) {
    int i = 3, a[2] = {1, 2};
    __typeof__(i) k = await later(4);
    __typeof__(await later(1)) wide = 1L << 40, *pointer = &wide;
    __typeof__(a) b = {5, await later(6)};
    __typeof__(int *) p = &k;
    __typeof__(*pointer) copy = *pointer;
    const __typeof__(i + 0.5) d = 0.5;
    __typeof__(int[3]) three = {7, 8, 9};
    __typeof__(printf) *print = printf;
    await tarry_yield();
    *p += i;
    print("%d %ld %d %d %ld %.1f %d\n", k, *pointer >> 38, b[0], b[1], copy >> 39, d, three[2]);
    return 0;
}

// expect: 7 4 5 6 2 0.5 9
