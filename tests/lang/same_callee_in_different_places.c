// One function awaited at many places of another, with different arguments alive at once through a
// pointer.
#include <stdio.h>
#include <tarry.h>

static async int twice(const int *p) {
    int before = *p;
    await tarry_yield();
    return before + *p;
}

async int main(void) {
    int a = 1, b = 2, c = 3;
    int x = await twice(&a);
    b = await twice(&x);
    if (await twice(&b) == 8) {
        c = await twice(&c) + await twice(&c);
    } else {
        c = await twice(&a);
    }
    while (await twice(&a) < 8) {
        a = await twice(&a);
    }
    printf("%d %d %d %d\n", a, b, c, x);
    return 0;
}

// expect: 4 4 12 2
