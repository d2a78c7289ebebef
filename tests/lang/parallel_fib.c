// A recursion with a parallel scope at each level.
// env: TARRY_WORKERS=4
#include <stdio.h>
#include <tarry.h>

static async int fib(int n) {
    if (n < 2) {
        return n;
    }
    int a = 0, b = 0;
    parallel (s) {
        spawn (s) a = fib(n - 1);
        spawn (s) b = fib(n - 2);
    }
    return a + b;
}

async int main(void) {
    printf("%d\n", await fib(16));
    return 0;
}

// expect: 987
