// Empty structs, zero-length arrays and flexible array members across awaits.
#include <stdio.h>
#include <stdlib.h>
#include <tarry.h>

struct empty {};

struct flexible {
    int count;
    int items[];
};

static async int sum(struct flexible *f, struct empty e) {
    int total = 0;
    (void)e;
    for (int i = 0; i < f->count; i++) {
        await tarry_yield();
        total += f->items[i];
    }
    return total;
}

async int main(void) {
    struct empty e = {};
    int none[0];
    struct flexible *f = malloc(sizeof *f + 3 * sizeof f->items[0]);
    f->count = 3;
    for (int i = 0; i < 3; i++) {
        f->items[i] = i + 1;
    }
    await tarry_yield();
    printf("%d %d %d\n", await sum(f, e), (int)sizeof none, (int)sizeof e);
    free(f);
    return 0;
}

// expect: 6 0 0
