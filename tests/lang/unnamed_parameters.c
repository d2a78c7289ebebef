// Parameters without names: in prototypes, whose definition names them, and (C23) in a definition.
#include <stdio.h>
#include <tarry.h>

static async int add(int, int);
static async int apply(int (*)(int), int[], const char *);

#ifdef __clang__
#pragma clang diagnostic ignored "-Wc2x-extensions"
#endif

static async int second(int, int x, double) {
    await tarry_yield();
    return x;
}

static int twice(int x) {
    return 2 * x;
}

async int main(void) {
    int numbers[] = {7};
    printf("%d %d\n", await add(await second(1, 2, 3), 3), await apply(twice, numbers, "text"));
    return 0;
}

static async int add(int a, int b) {
    await tarry_yield();
    return a + b;
}

static async int apply(int (*f)(int), int a[], const char *s) {
    await tarry_yield();
    return f(a[0]) + *s - 't';
}

// expect: 5 14
