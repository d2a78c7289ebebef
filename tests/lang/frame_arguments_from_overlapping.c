// Arguments that are read from where the child will lie arrive whole, whatever their order.
// expect: 1 2 3 | 3 2 1 | 9 | 4 30
#include <stdio.h>
#include <tarry.h>

struct triple {
    long a[3];
};

static async int show(struct triple t, int last) {
    await tarry_yield();
    printf("%ld %ld %ld%s", t.a[0], t.a[1], t.a[2], last ? " | " : "\n");
    return 0;
}

static async long spread(long c, struct triple t, long b, struct triple u, long a) {
    await tarry_yield();
    return a + b + c + t.a[0] + u.a[2];
}

static async int reversed(struct triple t, int last) {
    struct triple r;
    r.a[0] = t.a[2];
    r.a[1] = t.a[1];
    r.a[2] = t.a[0];
    return await show(r, last);
}

static async int plain(struct triple t, int last) {
    return await show(t, last);
}

static async long mixed(struct triple t, struct triple u) {
    return await spread(t.a[0], t, u.a[1], u, t.a[2]);
}

static async int conditional(struct triple t, struct triple u, int which) {
    return (int)(await spread(0, which ? t : u, 0, which ? u : t, 0));
}

async int main(void) {
    struct triple t = {{1, 2, 3}}, u = {{10, 0, 3}};
    await plain(t, 1);
    await reversed(t, 1);
    struct triple v = {{1, 2, 3}}, w = {{1, 2, 2}};
    printf("%ld | ", await mixed(v, w));
    int first = await conditional(t, u, 1);
    printf("%d %d\n", first, await conditional(w, (struct triple){{28, 0, 3}}, 0));
    return 0;
}
