// The value of an assignment is the assigned value, converted to the type of its left side.
#include <stdio.h>
#include <tarry.h>

static async int later(int x) {
    await tarry_yield();
    return x;
}

async int main(void) {
    int a, b, c;
    unsigned char byte;
    long wide;
    a = b = c = await later(7);
    printf("%d %d %d\n", a, b, c);
    wide = byte = await later(0x1ff);
    printf("%ld %d\n", wide, byte);
    a += b -= await later(2);
    printf("%d %d\n", a, b);
    printf("%d\n", (c = await later(4)) * 4);
    return 0;
}

// expect: 7 7 7
// expect: 255 255
// expect: 12 5
// expect: 16
