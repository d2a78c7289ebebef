// Sizes and types are asked for without reading anything, but the sizes of variable arrays are read.
// expect: 4 12 8 | 24
#include <stdio.h>
#include <tarry.h>

#include <stdlib.h>

static async int wait(int n) {
    await tarry_yield();
    return n;
}

struct item {
    int a, b, c;
};

async int main(void) {
    int n = await wait(2);
    struct item *item = malloc(sizeof *item);
    await wait(0);
    item->a = 4;
    int size = (int)sizeof(*item);
    int array = (int)sizeof(int[n]);
    await wait(0);
    printf("%d %d %d | ", item->a, size, array);
    free(item);
    n = await wait(3);
    await wait(0);
    printf("%d\n", (int)sizeof(char[n][sizeof(__typeof__(n)[n - 1])]));
    return 0;
}
