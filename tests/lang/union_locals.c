// Unions as locals, parameters and results; anonymous unions in structs.
#include <stdint.h>
#include <stdio.h>
#include <tarry.h>

union number {
    uint32_t whole;
    uint8_t bytes[4];
};

struct tagged {
    int tag;
    union {
        int i;
        const char *s;
    };
};

static async union number spread(union number n) {
    await tarry_yield();
    n.bytes[0] = n.bytes[1] = n.bytes[2] = n.bytes[3] = (uint8_t)n.whole;
    return n;
}

static async struct tagged tagged(int tag) {
    struct tagged t = {.tag = tag};
    await tarry_yield();
    if (tag) {
        t.s = "text";
    } else {
        t.i = 42;
    }
    return t;
}

async int main(void) {
    union number n = {.whole = 7}, m = await spread(n);
    struct tagged a = await tagged(0), b = await tagged(1);
    printf("%x %d\n", m.whole, n.bytes[0] + n.bytes[3]);
    printf("%d %s\n", a.i, b.s);
    return 0;
}

// expect: 7070707 7
// expect: 42 text
