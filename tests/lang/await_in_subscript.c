// await as the index, as the array, as both, and in several dimensions.
#include <stdio.h>
#include <tarry.h>

static async int later(int x) {
    await tarry_yield();
    return x;
}

static async int *pointer(int *p) {
    await tarry_yield();
    return p;
}

async int main(void) {
    int a[4] = {10, 11, 12, 13};
    int grid[2][3] = {{1, 2, 3}, {4, 5, 6}};
    printf("%d\n", a[await later(2)]);
    printf("%d\n", (await pointer(a))[3]);
    printf("%d\n", (await pointer(a))[await later(1)]);
    printf("%d\n", a[a[await later(0)] - 9]);
    printf("%d\n", a[await later(await later(3))]);
    printf("%d %d\n", grid[await later(1)][2], grid[0][await later(1)]);
    printf("%d\n", grid[await later(1)][await later(1)]);
    printf("%d\n", (await later(2))[a]);
    printf("%c\n", "tarry"[await later(4)]);
    return 0;
}

// expect: 12
// expect: 13
// expect: 11
// expect: 11
// expect: 13
// expect: 6 2
// expect: 5
// expect: 12
// expect: y
