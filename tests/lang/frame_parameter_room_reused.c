// A struct parameter that is done with lends its room to what comes later; one that is not does not.
// expect: 6 | 10 | 15 | 7 3
#include <stdio.h>
#include <tarry.h>

struct big {
    long values[40];
};

static async int sum(struct big b, int from, int to) {
    await tarry_yield();
    long total = 0;
    for (int i = from; i < to; i++) {
        total += b.values[i];
    }
    return (int)total;
}

static async int once(struct big b, int from) {
    return await sum(b, from, 4);
}

static async int twice(struct big b, int n) {
    int first = await sum(b, 0, n);
    return first + await sum(b, n, 5);
}

static async int kept(struct big b) {
    int first = await sum(b, 0, 6);
    await tarry_yield();
    return first + (int)b.values[0];
}

// Both go into the same child.
static async int swapped(struct big a, struct big b, int n);
static async int two(struct big a, struct big b, int n) {
    await tarry_yield();
    if (n > 0) {
        return await swapped(b, a, n - 1);
    }
    printf("%ld %ld\n", a.values[0], b.values[0]);
    return 0;
}
static async int swapped(struct big a, struct big b, int n) {
    return await two(a, b, n);
}
static async int outer(struct big a, int n, struct big b) {
    return await two(b, a, n);
}

async int main(void) {
    struct big b = {{0, 1, 2, 3, 4, 5}}, seven = {{7}}, three = {{3}};
    printf("%d | ", await once(b, 0));
    printf("%d | ", await twice(b, 2));
    printf("%d | ", await kept(b));
    await outer(seven, 1, three);
    return 0;
}
