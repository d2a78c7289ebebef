// A selection of _Generic may be a bit-field of an awaited struct.
#include <stdio.h>
#include <tarry.h>

struct bits {
    unsigned low : 3, high : 5;
};

static async struct bits later(unsigned x) {
    await tarry_yield();
    return (struct bits){x & 7u, x >> 3};
}

async int main(void) {
    unsigned y = _Generic(1, int : (await later(77)).high, default : 0u) + (await later(6)).low;
    printf("%u\n", y);
    return 0;
}

// expect: 15
