// Types declared in a function that depend on its variables: by sizeof, __typeof__, and local
// typedefs.
#include <stdio.h>
#include <tarry.h>

static async int later(int x) {
    await tarry_yield();
    return x;
}

async int main(void) {
    short x = (short)await later(1);
    char buffer[sizeof x * 3];
    struct {
        char copy[sizeof buffer + 1];
        __typeof__(x) same;
        __typeof__(buffer) again;
    } s = {.same = 5};
    typedef __typeof__(s) type;
    type t = s, *p = &t;
    {
        long x = await later(2);
        char buffer[sizeof x];
        struct {
            char copy[sizeof buffer];
        } s;
        await tarry_yield();
        printf("%d %d %ld\n", (int)sizeof buffer, (int)sizeof s.copy, x);
    }
    await tarry_yield();
    p->same++;
    printf("%d %d %d %d %d\n", (int)sizeof buffer, (int)sizeof s.copy, (int)sizeof s.again, t.same,
           x);
    return 0;
}

// expect: 8 8 2
// expect: 6 7 6 6 1
