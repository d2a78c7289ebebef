// Awaits inside the arguments of awaited calls, several levels deep.
#include <stdio.h>
#include <tarry.h>

static async int add(int a, int b) {
    await tarry_yield();
    return a + b;
}

static async int twice(int x) {
    return 2 * x;
}

async int main(void) {
    printf("%d\n", await add(await add(1, 2), await add(3, 4)));
    printf("%d\n",
           await add(await add(await add(1, 2), 3), await twice(await add(await twice(2), 1))));
    printf("%d\n", await twice(await twice(await twice(await twice(1)))));
    return 0;
}

// expect: 10
// expect: 16
// expect: 16
