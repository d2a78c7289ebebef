// ++ and -- on lvalues reached through an await: the lvalue is found once, the old or new value is
// the result.
#include <stdio.h>
#include <tarry.h>

static async int later(int x) {
    await tarry_yield();
    return x;
}

static async int *pointer(int *p) {
    await tarry_yield();
    return p;
}

async int main(void) {
    int a[3] = {10, 20, 30};
    printf("%d ", a[await later(1)]++);
    printf("%d\n", ++a[await later(1)]);
    printf("%d ", (*await pointer(&a[2]))--);
    printf("%d\n", --*await pointer(&a[2]));
    printf("%d %d %d\n", a[0], a[1], a[2]);
    int i = 0;
    printf("%d ", a[i++] + await later(1));
    printf("%d\n", i);
    return 0;
}

// expect: 20 22
// expect: 30 28
// expect: 10 22 28
// expect: 11 1
