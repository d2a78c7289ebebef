// GNU vector types across awaits.
#include <stdio.h>
#include <tarry.h>

typedef int vec4 __attribute__((vector_size(16)));

static async int later(int x) {
    await tarry_yield();
    return x;
}

static async vec4 twice(vec4 v) {
    await tarry_yield();
    return v + v;
}

async int main(void) {
    vec4 v = {1, 2, 3, await later(4)};
    v = await twice(v) + v;
    v[1] += await later(100);
    await tarry_yield();
    printf("%d %d %d %d %d\n", v[0], v[1], v[2], v[3], v[await later(3)]);
    return 0;
}

// expect: 3 106 9 12 12
