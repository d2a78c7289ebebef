// What an await of an async function costs that is in the same file and ready at once, over a plain
// call of the same function, which may not be inlined. Nanoseconds; the median of many pairs.
#include <stdlib.h>
#include <tarry.h>

#include "../measure.h"

enum { TIMES = 5000000, ROUNDS = 15 };

static __attribute__((noinline)) int plain_step(int x, int i) {
    return x ^ (i + (x << 1));
}

static async int async_step(int x, int i) {
    return x ^ (i + (x << 1));
}

async int main(void) {
    double over[ROUNDS];
    volatile int seed = 1;
    int a = seed, b = seed;
    for (int round = 0; round < ROUNDS; round++) {
        double start = now_ns();
        for (int i = 0; i < TIMES; i++) {
            a = plain_step(a, i);
        }
        double between = now_ns();
        for (int i = 0; i < TIMES; i++) {
            b = await async_step(b, i);
        }
        over[round] = ((now_ns() - between) - (between - start)) / TIMES;
    }
    if (a != b) {
        abort();
    }
    report("over_call", median(over, ROUNDS));
    return 0;
}
