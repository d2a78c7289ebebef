// Pointers and floating-point numbers as operands of && || ! ?: if and while.
#include <stdio.h>
#include <tarry.h>

static async const char *text(const char *s) {
    await tarry_yield();
    return s;
}

static async double real(double d) {
    await tarry_yield();
    return d;
}

async int main(void) {
    const char *s = "abc";
    printf("%d %d %d\n", await text("x") && await real(0.5), await text(NULL) || await real(0),
           !await text(s));
    printf("%d %d\n", await real(0.25) ? 1 : 2, await text(NULL) ? 1 : 2);
    if (await real(0.1)) {
        printf("not zero\n");
    }
    int n = 0;
    while (await text(s) && *await text(s)) {
        s++;
        n++;
    }
    printf("%d %s\n", n, await text(NULL) ?: "default");
    return 0;
}

// expect: 1 0 0
// expect: 1 2
// expect: not zero
// expect: 3 default
