// Bit-fields: assigned, compound-assigned, incremented, initialised and read with awaits.
#include <stdio.h>
#include <tarry.h>

struct flags {
    unsigned low : 3;
    unsigned high : 5;
    int sign : 4;
    _Bool on : 1;
};

static async int later(int x) {
    await tarry_yield();
    return x;
}

static async struct flags *at(struct flags *f) {
    await tarry_yield();
    return f;
}

async int main(void) {
    struct flags f = {await later(1), 2, await later(-3), 0};
    f.low = await later(6);
    f.low += await later(3);
    f.high |= await later(16);
    f.sign -= await later(2);
    f.on = await later(2);
    printf("%u %u %d %d\n", f.low, f.high, f.sign, f.on);
    (await at(&f))->low = 4;
    (await at(&f))->high += await later(20);
    (*await at(&f)).low++;
    int old = (await at(&f))->sign++;
    int value = f.low = await later(15);
    printf("%u %u %d %d %d\n", f.low, f.high, f.sign, old, value);
    printf("%d\n", f.sign + await later(1));
    return 0;
}

// expect: 1 18 -5 1
// expect: 7 6 -4 -5 7
// expect: -3
