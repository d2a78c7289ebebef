// Result types written with struct, union and enum tags, defined before, or with the function
// itself.
#include <stdio.h>
#include <tarry.h>

struct pair {
    int a, b;
};

enum kind { NONE, SOME = 4 };

static async struct pair pair(int a, int b) {
    await tarry_yield();
    return (struct pair){a, b};
}

static async enum kind kind(int x) {
    await tarry_yield();
    return x ? SOME : NONE;
}

static async union number {
    int whole;
    char bytes[4];
} number(int whole) {
    await tarry_yield();
    return (union number){.whole = whole};
}

static async const struct pair *same(const struct pair *p) {
    return p;
}

async int main(void) {
    struct pair p = await pair(1, 2);
    union number n = await number(0x41414141);
    printf("%d %d %d %.4s %d\n", p.a, p.b, await kind(1), n.bytes, (await same(&p))->b);
    return 0;
}

// expect: 1 2 4 AAAA 2
