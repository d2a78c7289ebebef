// An 8192-byte struct passed by value down ten awaiting wrappers is there once: each wrapper adds no
// more than its own result and state.
// options: -g0
// expect: 8192 + at most 10 * 16: yes
// expect: 2 2 2
#include <stdio.h>
#include <tarry.h>

#ifdef __TARRYCC__
#define SIZE(function) function##__function.size
#else
#define SIZE(function) 1u
#endif

struct big {
    char bytes[8192];
};

static async int leaf(struct big b) {
    await tarry_yield();
    return b.bytes[0];
}

#define WRAPPER(name, callee)                                                                      \
    static async int name(struct big b) {                                                          \
        int result = await callee(b);                                                              \
        return result;                                                                             \
    }

WRAPPER(w1, leaf)
WRAPPER(w2, w1)
WRAPPER(w3, w2)
WRAPPER(w4, w3)
WRAPPER(w5, w4)
WRAPPER(w6, w5)
WRAPPER(w7, w6)
WRAPPER(w8, w7)
WRAPPER(w9, w8)
WRAPPER(w10, w9)

// Waits before it passes the struct on, and has other parameters around it.
static async int waits_first(int before, struct big b, int after) {
    await tarry_yield();
    int result = await w10(b);
    return result + before - after;
}

// Passes a changed one on.
static async int changes(struct big b) {
    b.bytes[0]++;
    await tarry_yield();
    b.bytes[0]--;
    return await waits_first(4, b, 4);
}

async int main(void) {
    unsigned size = SIZE(w10);
    printf("8192 + at most 10 * 16: %s\n", size <= sizeof(struct big) + 11 * 16 ? "yes" : "no");
    if (SIZE(changes) > size + 64) {
        printf("changes: %u\n", SIZE(changes));
    }
    struct big b = {{2}};
    int first = await w10(b);
    int second = await waits_first(1, b, 1);
    printf("%d %d %d\n", first, second, await changes(b));
    return 0;
}
