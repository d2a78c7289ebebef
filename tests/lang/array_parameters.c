// Array parameters are pointers: `int a[]`, `int a[4]`, `int a[static 2]`, `int a[const 2]`, `int
// a[][3]`.
#include <stdio.h>
#include <tarry.h>

static async int first(int a[]) {
    await tarry_yield();
    return a[0];
}

static async int last(int a[4]) {
    await tarry_yield();
    a += 3;
    return *a;
}

static async int both(int a[static 2], const int b[const 1]) {
    await tarry_yield();
    return a[0] * b[0];
}

static async int corner(int grid[][3], int rows) {
    await tarry_yield();
    return grid[rows - 1][2];
}

static async int sizes(char text[100], char (*whole)[100]) {
    await tarry_yield();
    return (int)(sizeof *whole - sizeof *text) + (text == *whole);
}

async int main(void) {
    int a[4] = {3, 4, 5, 6}, grid[2][3] = {{1, 2, 3}, {4, 5, 6}};
    char text[100];
    printf("%d %d %d\n", await first(a), await last(a), await both(a, a + 1));
    printf("%d %d\n", await corner(grid, 2), await sizes(text, &text));
    return 0;
}

// expect: 3 6 12
// expect: 6 100
