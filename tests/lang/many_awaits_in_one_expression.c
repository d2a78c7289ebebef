// Thirty awaits in one expression, each intermediate value kept over all the later ones.
#include <stdio.h>
#include <tarry.h>

static async long later(long x) {
    await tarry_yield();
    return x;
}

static async long now(long x) {
    return x;
}

async int main(void) {
    long x =
        (await later(1) + await later(2) * await now(3) - await later(4)) *
            (await now(5) + await later(6)) +
        (await later(7) - await now(8)) *
            (await later(9) + (await later(10) - (await later(11) - await later(12)))) +
        (await now(13) << await later(2) | await later(14)) - (await later(15) ^ await now(16)) +
        (await later(17) % await later(5) + (await later(18) / await now(4))) * await later(19) +
        -await later(20) + ~await now(21) + !await later(22) + (await later(23) > await later(24)) +
        (await now(25) < await later(26)) + await later(27);
    printf("%ld\n", x);
    return 0;
}

// expect: 144
