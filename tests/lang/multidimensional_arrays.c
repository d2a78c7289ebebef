// Arrays of arrays across awaits, and pointers to their rows.
#include <stdio.h>
#include <tarry.h>

static async int later(int x) {
    await tarry_yield();
    return x;
}

static async int row_sum(int (*row)[4]) {
    int sum = 0;
    for (int i = 0; i < 4; i++) {
        sum += await later((*row)[i]);
    }
    return sum;
}

async int main(void) {
    int grid[3][4], cube[2][2][2] = {{{1, 2}, {3, 4}}, {{5, 6}, {7, 8}}};
    for (int i = 0; i < 3; i++) {
        for (int k = 0; k < 4; k++) {
            grid[await later(i)][await later(k)] = i * 10 + k;
        }
    }
    int(*row)[4] = grid;
    for (; row < grid + 3; row++) {
        printf("%d ", await row_sum(row));
    }
    printf("%d %d\n", cube[await later(1)][0][1], cube[1][await later(1)][1]);
    return 0;
}

// expect: 6 46 86 6 8
