// Unnamed structs, nested and self-referring ones, and forward declarations of tags inside a
// function.
#include <stdio.h>
#include <tarry.h>

static async int later(int x) {
    await tarry_yield();
    return x;
}

async int main(void) {
    struct {
        int x;
        struct {
            int y;
        } inner[2];
    } s = {await later(1), {{2}, {await later(3)}}}, *p = &s;
    struct tree;
    struct tree {
        struct tree *left, *right;
        int value;
    } leaf = {.value = await later(4)}, root = {&leaf, NULL, 5};
    struct later {
        int later;
    } t = {await later(6)};
    await tarry_yield();
    p->inner[0].y += 10;
    printf("%d %d %d\n", s.x, s.inner[0].y, s.inner[1].y);
    printf("%d %d %d\n", root.left->value, root.value, t.later);
    return 0;
}

// expect: 1 12 3
// expect: 4 5 6
