// Arguments are converted to the types of the parameters, as in any call with a prototype.
#include <stdbool.h>
#include <stdio.h>
#include <tarry.h>

static async int show(unsigned char byte, double real, bool flag, long long wide,
                      const void *pointer, char c) {
    await tarry_yield();
    printf("%d %.1f %d %lld %d %d\n", byte, real, flag, wide, pointer == NULL, c);
    return 0;
}

static async float half(float f) {
    return f / 2;
}

async int main(void) {
    int n = 300;
    double two_and_more = 2.9, half_of_one = 0.5;
    await show(n, n, n, n, 0, n);
    await show(two_and_more, 'a', half_of_one, -two_and_more / 2, &n, 'c');
    printf("%.2f\n", await half(3));
    return 0;
}

// expect: 44 300.0 1 300 1 44
// expect: 2 97.0 1 -1 0 99
// expect: 1.50
