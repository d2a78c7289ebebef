// Awaits among the arguments of printf, with the default promotions of their types.
#include <stdio.h>
#include <tarry.h>

static async char letter(char c) {
    await tarry_yield();
    return c;
}

static async float fraction(float f) {
    return f;
}

static async const char *text(const char *s) {
    await tarry_yield();
    return s;
}

static async long long wide(long long x) {
    await tarry_yield();
    return x;
}

async int main(void) {
    printf("%c %.2f %s %lld %d\n", await letter('x'), await fraction(0.25f), await text("text"),
           await wide(1LL << 40), 7);
    char buffer[40];
    int n = snprintf(buffer, sizeof buffer, "%s-%c", await text("left"), await letter('r'));
    printf("%d %s\n", n, buffer);
    return 0;
}

// expect: x 0.25 text 1099511627776 7
// expect: 6 left-r
