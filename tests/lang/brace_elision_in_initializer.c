// Initialisers with inner braces left out, with awaits among the values.
#include <stdio.h>
#include <tarry.h>

struct point {
    int x, y;
};

struct shape {
    struct point points[2];
    const char name[4];
    int tail;
};

static async int later(int x) {
    await tarry_yield();
    return x;
}

#pragma GCC diagnostic ignored "-Wmissing-braces"

async int main(void) {
    struct shape s = {1, await later(2), 3, await later(4), "abc", await later(5)};
    int grid[2][2] = {1, await later(2), await later(3), 4};
    struct point list[] = {await later(1), 2, 3, await later(4)};
    printf("%d %d %d %d %s %d\n", s.points[0].x, s.points[0].y, s.points[1].x, s.points[1].y,
           s.name, s.tail);
    printf("%d%d%d%d %d\n", grid[0][0], grid[0][1], grid[1][0], grid[1][1],
           (int)(sizeof list / sizeof list[0]));
    printf("%d %d\n", list[0].x + list[0].y, list[1].x + list[1].y);
    return 0;
}

// expect: 1 2 3 4 abc 5
// expect: 1234 2
// expect: 3 7
