// Operators next to each other that are easy to misread: sizeof x + await, casts of awaits, - -, ! ~, & and &&.
#include <stdio.h>
#include <tarry.h>

static async int later(int x) {
    await tarry_yield();
    return x;
}

async int main(void) {
    int x = 3, *p = &x, a[5] = {0};
    printf("%d\n", (int)(sizeof x + await later(1)));
    printf("%d\n", (int)sizeof(a)[0] + await later(1));
    printf("%d\n", (int)(sizeof(int){1} * await later(2)));
    printf("%d\n", (int)sizeof *p * await later(3));
    printf("%d\n", x-- - -await later(1) - - -1);
    printf("%d\n", x & await later(1) && await later(2) & 2);
    printf("%d\n", !~-await later(1));
    printf("%d\n", *p ** p * *&x * await later(2));
    printf("%d\n", (char)(short)(long)await later(321));
    return 0;
}

// expect: 5
// expect: 5
// expect: 8
// expect: 12
// expect: 3
// expect: 0
// expect: 1
// expect: 16
// expect: 65
