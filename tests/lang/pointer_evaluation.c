// What is called, and with what, is evaluated once, behind the awaits among them.
#include <stdio.h>
#include <tarry.h>

static async int add(int a, int b) {
    await tarry_yield();
    return a + b;
}

static async int index_of(int i) {
    await tarry_yield();
    printf("index %d\n", i);
    return i;
}

static int show(int x) {
    printf("show %d\n", x);
    return x;
}

static async int (*table[3])(int, int) = {add, add, add};

async int main(void) {
    int i = 0;
    printf("%d\n", await table[i++](show(1), await index_of(2)));
    // expect: index 2
    // expect: show 1
    // expect: 3
    printf("%d\n", i); // expect: 1
    printf("%d\n", await table[await index_of(1)](await index_of(2), show(i)));
    // expect: index 1
    // expect: index 2
    // expect: show 1
    // expect: 3
    int x = await table[i++](show(4), 0) + await table[1](show(5), await table[0](1, 1));
    // expect: show 4
    // expect: show 5
    printf("%d\n", x + i); // expect: 13
    if (i && await table[0](0, 0))
        printf("never\n");
    x = (await table[0](1, 1)) ?: show(7);
    printf("%d\n", x); // expect: 2
    return 0;
}
