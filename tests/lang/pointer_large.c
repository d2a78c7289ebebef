// Large arguments and results through pointers, many levels of them, alive across awaits.
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <tarry.h>

struct block {
    _Alignas(16) unsigned char bytes[4096];
};

typedef async struct block step(struct block in, int depth);

static async struct block fill(struct block in, int depth) {
    step *next = fill;
    if ((uintptr_t)&in % 16 != 0)
        printf("not aligned\n");
    if (depth == 0) {
        await tarry_yield();
        memset(in.bytes, 1, sizeof in.bytes);
        return in;
    }
    struct block out = await next(in, depth - 1);
    out.bytes[depth]++;
    return out;
}

async int main(void) {
    static struct block zero;
    step *p = fill;
    struct block a, b;
    concurrent (s) {
        spawn (s) a = p(zero, 10);
        spawn (s) b = p(zero, 20);
    }
    int sum_a = 0, sum_b = 0;
    for (int i = 0; i < 4096; i++) {
        sum_a += a.bytes[i];
        sum_b += b.bytes[i];
    }
    printf("%d %d\n", sum_a, sum_b); // expect: 4106 4116
    return 0;
}
