// Designators of members and indices, out of order and nested, with awaits as values.
#include <stdio.h>
#include <tarry.h>

struct inner {
    int a[3];
    char c;
};

struct outer {
    int x;
    struct inner in, more[2];
    int y;
};

static async int later(int x) {
    await tarry_yield();
    return x;
}

static async int now(int x) {
    return x;
}

async int main(void) {
    struct outer o = {
        .y = await later(9),
        .in = {.c = 'c', .a[1] = await later(5)},
        .more[1].a[2] = await now(7),
        .more[0] = {{1, await later(2)}, 'z'},
        .x = await now(3),
    };
    int array[8] = {[2] = await later(20), await now(30), [6] = 60, [0] = await later(1)};
    printf("%d %d %d %d %c\n", o.x, o.y, o.in.a[0], o.in.a[1], o.in.c);
    printf("%d %d %d %c %d\n", o.more[1].a[2], o.more[0].a[0], o.more[0].a[1], o.more[0].c,
           o.more[1].a[0]);
    for (int i = 0; i < 8; i++) {
        printf("%d ", array[i]);
    }
    printf("\n");
    return 0;
}

// expect: 3 9 0 5 c
// expect: 7 1 2 z 0
// expect: 1 0 20 30 0 0 60 0
