// Assigning the result of an await to every kind of lvalue.
#include <stdio.h>
#include <tarry.h>

static async int later(int x) {
    await tarry_yield();
    return x;
}

static async int now(int x) {
    return x;
}

static int global;

async int main(void) {
    struct {
        int a;
        struct {
            int b[2];
        } inner;
    } s = {0};
    int x, y, array[3] = {0}, *p = &y;
    static int kept;
    x = await later(1);
    *p = await later(2);
    array[x] = await now(3);
    s.a = await later(4);
    s.inner.b[1] = await later(5);
    global = await later(6);
    kept = await now(7);
    (x) = await later(x) + 7;
    printf("%d %d %d %d %d %d %d\n", x, y, array[1], s.a, s.inner.b[1], global, kept);
    return 0;
}

// expect: 8 2 3 4 5 6 7
