// A local struct that lives across an await may have members without a name.
// expect: 5 7 9 1 3
#include <stdio.h>
#include <tarry.h>

static async int wait(int n) {
    await tarry_yield();
    return n;
}

async int main(void) {
    struct {
        unsigned a : 3;
        struct {
            int pair[2];
        };
        union {
            long number;
            const struct {
                char low;
            };
        };
    } s = {.a = 5, .pair = {1, 2}};
    struct named {
        union {
            int x;
            unsigned y;
        };
        struct inner {
            int z;
        } inner;
    } t = {.x = 1, .inner = {2}};
    struct inner u = {1};
    s.pair[1] += await wait(5);
    s.number = 9;
    u.z += await wait(t.inner.z);
    printf("%d %d %d %u %d\n", s.a, s.pair[1], s.low, t.y, u.z);
    return 0;
}
