// Awaits in initialisers: scalars in braces, nested and designated members, ranges, unions, strings beside them,
// compound literals, and bit-fields.
#include <stdio.h>
#include <tarry.h>

struct point {
    int x, y;
};
struct shape {
    unsigned kind : 3, filled : 1;
    struct point corners[2];
    union {
        int number;
        char text[8];
    };
    const char *name;
};

static async int f(int x) {
    await tarry_yield();
    return x;
}

async int main(void) {
    int braced = {await f(1)};
    int array[6] = {[1 ... 3] = await f(2), [5] = await f(3)};
    struct shape s = {.kind = await f(5), 1, {{await f(10), 11}, [1] = {.y = await f(12)}}, .number = await f(13), .name = "s"};
    struct shape t = {.corners[1].x = await f(14), .text = "text"}, copies[3] = {s, [2] = {.corners = {{await f(15), 0}}}};
    struct point *p = &(struct point){await f(16), .y = await f(17)}, *q = (struct point[]){{1, 2}, {await f(18), 0}};
    const char *names[] = {"a", await f(0) ? "b" : "c", [3] = "d"};
    printf("%d %d %d %d %d\n", braced, array[0], array[1], array[3], array[5]);                         // expect: 1 0 2 2 3
    printf("%d %d %d %d %d %s\n", s.kind, s.filled, s.corners[0].x, s.corners[1].y, s.number, s.name);   // expect: 5 1 10 12 13 s
    printf("%d %s %d %d\n", t.corners[1].x, t.text, copies[0].number, copies[2].corners[0].x);         // expect: 14 text 13 15
    printf("%d %d %d %s %s %d\n", p->x, p->y, q[1].x, names[1], names[3], (int)(sizeof names / sizeof *names)); // expect: 16 17 18 c d 4
    return 0;
}
