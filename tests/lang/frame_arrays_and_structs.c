// Arrays and structs that are only used by their parts, whole ones, and copies of each other.
// expect: 10 | 3 4 | 3 9 | 5 6 | 8
#include <stdio.h>
#include <tarry.h>

struct point {
    int x, y;
};

static async int wait(int n) {
    await tarry_yield();
    return n;
}

static async struct point make(int x, int y) {
    await tarry_yield();
    return (struct point){x, y};
}

async int main(void) {
    int a[4] = {0};
    for (int i = 0; i < 4; i++) {
        a[i] = await wait(i + 1);
    }
    printf("%d | ", a[0] + a[1] + a[2] + a[3]);
    struct point p = await make(3, 4);
    await wait(0);
    printf("%d %d | ", p.x, p.y);
    struct point q = p;
    q.y = await wait(9);
    printf("%d %d | ", q.x, q.y);
    p = await make(await wait(5), 6);
    printf("%d %d | ", p.x, p.y);
    struct {
        struct point points[2];
    } deep = {{{1, 2}, {3, 4}}};
    deep.points[1].x += await wait(1);
    await wait(0);
    printf("%d\n", deep.points[1].x + deep.points[1].y);
    return 0;
}
