// Structs initialised with awaits: by members, by another struct, by an awaited struct, partly.
#include <stdio.h>
#include <tarry.h>

struct point {
    int x, y;
};

struct line {
    struct point from, to;
    const char *name;
};

static async int later(int x) {
    await tarry_yield();
    return x;
}

static async struct point point(int x, int y) {
    await tarry_yield();
    return (struct point){x, y};
}

async int main(void) {
    struct point p = await point(1, 2), q = p;
    struct line a = {p, await point(3, 4), "a"};
    struct line b = {{await later(5), 0}, .name = "b"};
    struct line c = a, d = {.to = await point(await later(6), c.to.x), .from = {0, await later(7)}};
    q.x += 10;
    printf("%d %d %d %d\n", p.x, p.y, q.x, q.y);
    printf("%d %d %d %d %s\n", a.from.x, a.from.y, a.to.x, a.to.y, a.name);
    printf("%d %d %d %s\n", b.from.x, b.from.y, b.to.x, b.name);
    printf("%d %d %d %d %d\n", d.from.x, d.from.y, d.to.x, d.to.y, d.name == NULL);
    return 0;
}

// expect: 1 2 11 2
// expect: 1 2 3 4 a
// expect: 5 0 0 b
// expect: 0 7 6 3 1
