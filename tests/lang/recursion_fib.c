// A doubly recursive function with a wait at each leaf.
#include <stdio.h>
#include <tarry.h>

static async int fib(int n) {
    if (n < 2) {
        await tarry_yield();
        return n;
    }
    return await fib(n - 1) + await fib(n - 2);
}

async int main(void) {
    printf("%d\n", await fib(18));
    return 0;
}

// expect: 2584
