// fib(30) by the recursion in its definition, every call an await. Milliseconds.
#include <stdlib.h>
#include <tarry.h>

#include "../measure.h"

static async int fib(int n) {
    return n < 2 ? n : await fib(n - 1) + await fib(n - 2);
}

async int main(void) {
    enum { ROUNDS = 5 };
    double rounds[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
        double start = now_ns();
        if (await fib(30) != 832040) {
            abort();
        }
        rounds[i] = (now_ns() - start) / 1e6;
    }
    report("fib_30", median(rounds, ROUNDS));
    return 0;
}
