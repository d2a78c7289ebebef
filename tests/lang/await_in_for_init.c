// Awaits in the first part of for, as an expression and as a declaration.
#include <stdio.h>
#include <tarry.h>

static async int later(int x) {
    await tarry_yield();
    return x;
}

async int main(void) {
    int i;
    for (i = await later(2); i < 4; i++) {
        printf("%d ", i);
    }
    for (int k = await later(5); k < 7; k++) {
        printf("%d ", k);
    }
    for (int from = await later(8), to = from + await later(2), *p = &from; *p < to; ++*p) {
        printf("%d ", from);
    }
    for (await later(1); i < 5; i++) {
        printf("x ");
    }
    printf("\n");
    return 0;
}

// expect: 2 3 5 6 8 9 x
