// Members of an awaited struct, also arrays in it, nested structs, and through an awaited pointer.
#include <stdio.h>
#include <tarry.h>

struct inner {
    int values[3];
    const char *name;
};

struct outer {
    int tag;
    struct inner in;
};

static async struct outer later(int tag) {
    await tarry_yield();
    return (struct outer){tag, {{tag + 1, tag + 2, tag + 3}, "late"}};
}

static async struct outer *now(struct outer *o) {
    return o;
}

async int main(void) {
    printf("%d\n", (await later(1)).tag);
    printf("%d\n", (await later(1)).in.values[2]);
    printf("%s\n", (await later(1)).in.name);
    struct outer o = await later(5);
    printf("%d %d\n", (await now(&o))->tag, (await now(&o))->in.values[0]);
    (await now(&o))->in.values[1] += 10;
    printf("%d\n", o.in.values[1]);
    printf("%d\n", (await later(8)).tag + (await later(9)).in.values[0]);
    return 0;
}

// expect: 1
// expect: 4
// expect: late
// expect: 5 6
// expect: 17
// expect: 18
