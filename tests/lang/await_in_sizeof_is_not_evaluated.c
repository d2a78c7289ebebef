// sizeof does not evaluate its operand: nothing is called, and nothing is waited for.
#include <stdio.h>
#include <tarry.h>

static int runs;

static async double later(double x) {
    runs++;
    await tarry_yield();
    return x;
}

static async char small(void) {
    runs++;
    return 'x';
}

async int main(void) {
    int i = 3;
    printf("%d\n", sizeof(await later(1)) == sizeof(double));
    printf("%d\n", sizeof await small() == 1);
    printf("%d\n", (int)sizeof(char[1 + sizeof(await small())]));
    printf("%d\n", sizeof(i + await later(i)) == sizeof(double));
    printf("%d\n", runs);
    printf("%.0f%c\n", await later(7), await small());
    printf("%d\n", runs);
    return 0;
}

// expect: 1
// expect: 1
// expect: 2
// expect: 1
// expect: 0
// expect: 7x
// expect: 2
