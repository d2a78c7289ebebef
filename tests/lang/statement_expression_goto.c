// `goto` out of a statement expression, and within one.
#include <stdio.h>
#include <tarry.h>

static async int later(int x) {
    await tarry_yield();
    return x;
}

static async int run(int x) {
    int tries = 0, y;
again:
    y = ({
        int v = await later(x + tries);
        if (v < 3) {
            tries++;
            goto again;
        }
        if (v > 10) {
            goto too_big;
        }
        if (v & 1) {
            goto odd;
        }
        v *= 10;
    odd:
        await later(v);
    });
    return y;
too_big:
    return -await later(1);
}

async int main(void) {
    printf("%d %d %d %d\n", await run(0), await run(3), await run(4), await run(11));
    return 0;
}

// expect: 3 3 40 -1
