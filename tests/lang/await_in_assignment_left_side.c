// Awaits inside the lvalue that is assigned to.
#include <stdio.h>
#include <tarry.h>

struct point {
    int x, y;
};

static async int later(int x) {
    await tarry_yield();
    return x;
}

static async int *pointer(int *p) {
    await tarry_yield();
    return p;
}

static async struct point *place(struct point *p) {
    return p;
}

async int main(void) {
    int a[3] = {0}, v = 0;
    struct point point = {0, 0}, points[2] = {{0, 0}, {0, 0}};
    a[await later(1)] = 5;
    a[await later(2)] = await later(6);
    *await pointer(&v) = 7;
    (await pointer(a))[0] = await later(8);
    (await place(&point))->x = 9;
    (*await place(&point)).y = await later(10);
    points[await later(1)].y = 11;
    printf("%d %d %d %d\n", a[0], a[1], a[2], v);
    printf("%d %d %d %d\n", point.x, point.y, points[0].y, points[1].y);
    return 0;
}

// expect: 8 5 6 7
// expect: 9 10 0 11
