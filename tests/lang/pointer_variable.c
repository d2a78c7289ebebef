// A pointer to async functions in a variable: set, compared, changed across awaits.
#include <stdio.h>
#include <tarry.h>

static async int twice(int x) {
    return 2 * x;
}

static async int later(int x) {
    await tarry_yield();
    return x + 1;
}

async int main(void) {
    async int (*p)(int) = NULL;
    printf("%d\n", p == NULL); // expect: 1
    p = twice;
    printf("%d %d %d\n", p == twice, p == &twice, p != later); // expect: 1 1 1
    printf("%d\n", await p(4));                               // expect: 8
    p = &later;
    printf("%d\n", await p(4));    // expect: 5
    printf("%d\n", await (*p)(5)); // expect: 6
    p = p == later ? twice : later;
    printf("%d\n", await p(await p(await p(1)))); // expect: 8
    async int (*const fixed)(int) = later, (*other)(int) = p;
    printf("%d %d\n", await fixed(1), await other(1)); // expect: 2 2
    return 0;
}
