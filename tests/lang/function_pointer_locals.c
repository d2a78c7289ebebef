// Pointers to plain functions, arrays of them, and declarators that only C programmers can read,
// across awaits.
#include <stdio.h>
#include <tarry.h>

static int add(int a, int b) {
    return a + b;
}

static int multiply(int a, int b) {
    return a * b;
}

static int (*choose(int which))(int, int) {
    return which ? multiply : add;
}

static async int later(int x) {
    await tarry_yield();
    return x;
}

async int main(void) {
    int (*operation)(int, int) = add, (*table[])(int a, int b) = {add, multiply};
    int (*(*chooser)(int))(int, int) = choose;
    int (*const *pointer)(int, int) = &operation;
    await tarry_yield();
    printf("%d ", operation(await later(2), 3));
    operation = chooser(await later(1));
    await tarry_yield();
    printf("%d %d %d\n", (*pointer)(4, 5), table[await later(0)](6, 7), chooser(0)(8, 9));
    return 0;
}

// expect: 5 20 13 17
