// Results narrower than int are converted to their type, then promoted as in C.
#include <stdio.h>
#include <tarry.h>

static async unsigned char byte(int x) {
    await tarry_yield();
    return x;
}

static async signed char small(int x) {
    return x;
}

static async unsigned short half(int x) {
    await tarry_yield();
    return x;
}

static async unsigned word(unsigned x) {
    return x;
}

async int main(void) {
    printf("%d %d %d\n", await byte(-1), await small(200), await half(-1));
    printf("%d\n", await byte(200) + await byte(100));
    printf("%d\n", -await byte(1) < 0);
    printf("%d\n", -await word(1) > 0);
    printf("%d\n", ~await byte(0) == -1);
    printf("%d\n",
           (int)sizeof(await byte(0)) == 1 && (int)sizeof(+await byte(0)) == (int)sizeof(int));
    printf("%d\n", await byte(255) << 4);
    return 0;
}

// expect: 255 -56 65535
// expect: 300
// expect: 1
// expect: 1
// expect: 1
// expect: 1
// expect: 4080
