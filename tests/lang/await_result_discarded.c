// The result of an await may be ignored, with or without (void), also as part of an ignored
// expression.
#include <stdio.h>
#include <tarry.h>

struct big {
    int values[20];
};

static int runs;

static async int later(int x) {
    await tarry_yield();
    runs++;
    return x;
}

static async struct big make(void) {
    struct big b = {{0}};
    runs++;
    return b;
}

async int main(void) {
    await later(1);
    (void)await later(2);
    (await later(3));
    await make();
    (void)await make();
    (void)(await later(4) + 1);
    printf("%d\n", runs);
    return 0;
}

// expect: 6
