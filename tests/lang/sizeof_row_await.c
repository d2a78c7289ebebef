// sizeof of an element of a variable length array runs nothing, whatever is awaited in its index.
#include <stdio.h>
#include <tarry.h>

static async int row(int n) {
    puts("not reached");
    await tarry_yield();
    return n;
}

async int main(void) {
    int n = 3;
    int line[n + 1], rows[n][n];
    line[0] = 0;
    rows[0][0] = 0;
    size_t element = sizeof line[await row(1)], whole = sizeof rows[await row(1)];
    printf("%d %d %d\n", (int)(element / sizeof(int)), (int)(whole / sizeof(int)), line[0] + rows[0][0]);
    return 0;
}

// expect: 1 3 0
