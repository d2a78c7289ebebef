// The result of a child goes into a variable, a member, an element, before the child's room is used by
// others.
// expect: 1 2 | 3 4 | 5 6 | 7 8 | 9
#include <stdio.h>
#include <tarry.h>

struct pair {
    long a, b;
};

static async struct pair make(long a, long b) {
    await tarry_yield();
    return (struct pair){a, b};
}

static async long both(struct pair p, struct pair q) {
    await tarry_yield();
    return p.a + q.b;
}

async int main(void) {
    {
        struct pair p = await make(1, 2);
        await tarry_yield();
        printf("%ld %ld | ", p.a, p.b);
    }
    {
        struct pair list[2];
        list[1] = await make(3, 4);
        await tarry_yield();
        printf("%ld %ld | ", list[1].a, list[1].b);
    }
    {
        struct {
            int tag;
            struct pair pair;
        } s = {.tag = 1};
        s.pair = await make(5, 6);
        await tarry_yield();
        printf("%ld %ld | ", s.pair.a, s.pair.b);
    }
    {
        struct pair p = await make(7, 0), q = {0, 8};
        await tarry_yield();
        struct pair r = p;
        r.b = q.b;
        p = await make(r.a, r.b);
        await tarry_yield();
        printf("%ld %ld | ", p.a, p.b);
    }
    printf("%ld\n", await both(await make(4, 0), await make(0, 5)));
    return 0;
}
