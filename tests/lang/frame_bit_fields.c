// Bit-fields in structs that live across awaits.
// expect: 5 -3 1 | 6 -3 0
#include <stdio.h>
#include <tarry.h>

struct flags {
    unsigned a : 3;
    int b : 4;
    _Bool c : 1;
};

static async int wait(int n) {
    await tarry_yield();
    return n;
}

async int main(void) {
    struct flags f = {.a = 5, .b = -3, .c = 1};
    await wait(0);
    printf("%u %d %d | ", f.a, f.b, f.c);
    f.a += await wait(1);
    f.c = await wait(0);
    await wait(0);
    printf("%u %d %d\n", f.a, f.b, f.c);
    return 0;
}
