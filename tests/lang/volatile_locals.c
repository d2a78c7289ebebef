// volatile variables across awaits.
#include <stdio.h>
#include <tarry.h>

static async int later(int x) {
    await tarry_yield();
    return x;
}

async int main(void) {
    volatile int v = 1;
    volatile struct { int a; } s = {await later(2)};
    int *volatile p = NULL;
    int target = 5;
    v += await later(10);
    v++;
    p = &target;
    *p = await later(v);
    s.a *= v;
    printf("%d %d %d\n", v, s.a, target);
    return 0;
}

// expect: 12 24 12
