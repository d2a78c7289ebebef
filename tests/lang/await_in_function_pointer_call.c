// A plain function called through a pointer: the pointer, the arguments, or both come from awaits.
#include <stdio.h>
#include <tarry.h>

static int add(int a, int b) {
    return a + b;
}

static int subtract(int a, int b) {
    return a - b;
}

static async int (*pick(int which))(int, int) {
    await tarry_yield();
    return which ? add : subtract;
}

static async int later(int x) {
    await tarry_yield();
    return x;
}

async int main(void) {
    int (*operation)(int, int) = subtract;
    int (*table[2])(int, int) = {subtract, add};
    printf("%d\n", operation(await later(9), 4));
    printf("%d\n", (*operation)(9, await later(4)));
    printf("%d\n", (await pick(1))(9, 4));
    printf("%d\n", (await pick(0))(await later(9), await later(4)));
    printf("%d\n", table[await later(1)](await later(9), 4));
    return 0;
}

// expect: 5
// expect: 5
// expect: 13
// expect: 5
// expect: 13
