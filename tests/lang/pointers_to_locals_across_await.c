// A pointer to a local stays good across awaits, in the function itself and in those it calls.
#include <stdio.h>
#include <tarry.h>

struct pair {
    int a, b;
};

static async void increment(int *p) {
    *p += 1;
    await tarry_yield();
    *p += 1;
}

static async void deeper(int *p, int levels) {
    int local = levels;
    await increment(&local);
    *p += local;
    if (levels > 1) {
        await deeper(&local, levels - 1);
        *p += local;
    }
}

async int main(void) {
    int x = 1, array[3] = {0}, *p = &x, *end = array + 2;
    struct pair pair = {0, 0};
    await increment(p);
    await increment(&x);
    await increment(end);
    await increment(&pair.b);
    printf("%d %d %d %d\n", x, *p, array[2], pair.b);
    int total = 0;
    await deeper(&total, 3);
    printf("%d\n", total);
    return 0;
}

// expect: 5 5 2 2
// expect: 21
