// A recursion whose calls never wait.
#include <stdio.h>
#include <tarry.h>

static async long sum(long n) {
    return n == 0 ? 0 : n + await sum(n - 1);
}

static async int gcd(int a, int b) {
    return b == 0 ? a : await gcd(b, a % b);
}

async int main(void) {
    printf("%ld %d\n", await sum(1000), await gcd(1071, 462));
    return 0;
}

// expect: 500500 21
