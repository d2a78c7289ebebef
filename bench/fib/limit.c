// Plain C.
#include <stdlib.h>

#include "../measure.h"

static __attribute__((noinline)) int fib(int n) {
    return n < 2 ? n : fib(n - 1) + fib(n - 2);
}

int main(void) {
    enum { ROUNDS = 5 };
    double rounds[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
        double start = now_ns();
        if (fib(30) != 832040) {
            abort();
        }
        rounds[i] = (now_ns() - start) / 1e6;
    }
    report("fib_30", median(rounds, ROUNDS));
    return 0;
}
