// What an expression reads behind its own awaits: operands, indexes, pointers, conditions.
// expect: 13 7 | 4 | 22 | 1 | 9 3 | 12
#include <stdio.h>
#include <tarry.h>

static async int wait(int n) {
    await tarry_yield();
    return n;
}

async int main(void) {
    int a = 3, b = 10;
    printf("%d ", a + await wait(b));
    a = 3;
    b = 4;
    printf("%d | ", await wait(a) + b);
    int table[4] = {1, 2, 3, 4}, i = 3, *p = table;
    printf("%d | ", p[await wait(i)]);
    i = 1;
    p[i++] += await wait(20);
    printf("%d | ", table[1]);
    int c = 0, d = 1;
    printf("%d | ", await wait(c) || d);
    i = 0;
    i = await wait(3);
    table[i] = 9;
    int at = table[3] == 9 ? 3 : 0;
    printf("%d %d | ", table[at], at);
    int x = 5, y = 7;
    printf("%d\n", (await wait(1) ? x : y) + (await wait(0) ? x : y));
    return 0;
}
