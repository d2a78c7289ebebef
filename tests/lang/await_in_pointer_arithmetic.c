// Pointers and awaits in + - and comparison, with the pointer's own stride.
#include <stdio.h>
#include <tarry.h>

struct item {
    char name[12];
    int value;
};

static async long later(long x) {
    await tarry_yield();
    return x;
}

static async struct item *at(struct item *base, int index) {
    await tarry_yield();
    return base + index;
}

async int main(void) {
    struct item items[4] = {{"a", 1}, {"b", 2}, {"c", 3}, {"d", 4}};
    struct item *p = items;
    printf("%s\n", (p + await later(2))->name);
    printf("%s\n", (await later(3) + p)->name);
    p += await later(3);
    printf("%s\n", p->name);
    p -= await later(2);
    printf("%s\n", p->name);
    printf("%d\n", (int)(await at(items, 3) - await at(items, 1)));
    printf("%d\n", await at(items, 1) == p);
    printf("%d\n", await at(items, 0) < p && p < await at(items, 2));
    return 0;
}

// expect: c
// expect: d
// expect: d
// expect: b
// expect: 2
// expect: 1
// expect: 1
