// `x += await f()` reads x after the await: what f adds to x is not lost.
#include <stdio.h>
#include <tarry.h>

static int total = 1;

static async int add_ten(void) {
    total += 10;
    await tarry_yield();
    total += 100;
    return 1000;
}

static async int through(int *p) {
    *p = 5;
    return 1;
}

async int main(void) {
    total += await add_ten();
    printf("%d\n", total);
    int local = 1;
    local += await through(&local);
    printf("%d\n", local);
    int a[2] = {1, 2};
    a[1] *= await through(&a[1]) + 1;
    printf("%d\n", a[1]);
    return 0;
}

// expect: 1111
// expect: 6
// expect: 10
