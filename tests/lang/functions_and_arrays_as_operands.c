// Function names, arrays and string literals beside awaits: as arguments, in ?:, in comma, called,
// indexed, dereferenced.
#include <stdio.h>
#include <string.h>
#include <tarry.h>

static async int later(int x) {
    await tarry_yield();
    return x;
}

static int twice(int x) {
    return 2 * x;
}

static int next(int x) {
    return x + 1;
}

static int apply(int (*f)(int), const int *array, int i, const char *name) {
    return f(array[i]) + (int)strlen(name);
}

async int main(void) {
    int a[3] = {10, 20, 30}, b[3] = {40, 50, 60};
    printf("%d\n", apply(twice, a, await later(1), "abc"));
    printf("%d\n", apply(await later(1) ? twice : next, await later(0) ? a : b, 2,
                         await later(1) ? "x" : "long"));
    printf("%d\n", (await later(0) ? twice : next)(7));
    printf("%d\n", (await later(1), twice)(8));
    printf("%d %d\n", (await later(1) ? a : b)[1], *(await later(0) ? a : b));
    printf("%d %s\n", (await later(1), a)[2], &"hello"[await later(3)]);
    printf("%d %d\n", *(a + await later(1)), (int)(&a[await later(2)] - a));
    printf("%d\n", ("yes"[await later(1)] == 'e') + (&a[1] == a + await later(1)));
    return 0;
}

// expect: 43
// expect: 121
// expect: 8
// expect: 16
// expect: 20 40
// expect: 30 lo
// expect: 20 2
// expect: 2
