// for with an await in each part and in the body, nested, with continue and break in both loops.
#include <stdio.h>
#include <tarry.h>

static async int later(int x) {
    await tarry_yield();
    return x;
}

static async int now(int x) {
    return x;
}

async int main(void) {
    for (int i = await later(0); await now(i) < await later(4); i = await later(i + 1)) {
        if (await now(i) == 1) {
            continue;
        }
        for (int k = await now(i); await later(k) < 6; k += await now(1)) {
            if (await later(k) == 3) {
                continue;
            }
            if (await now(k) == 5) {
                break;
            }
            printf("%d%d ", await later(i), await later(k));
        }
        if (i == 3) {
            break;
        }
    }
    printf("\n");
    return 0;
}

// expect: 00 01 02 04 22 24 34
