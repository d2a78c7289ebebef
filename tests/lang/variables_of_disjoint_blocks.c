// Variables of blocks that are never alive together do not disturb each other or those around them.
#include <stdio.h>
#include <tarry.h>

static async int later(int x) {
    await tarry_yield();
    return x;
}

async int main(void) {
    int outer = await later(1);
    for (int round = 0; round < 2; round++) {
        {
            int a[4] = {await later(1), 2, 3, 4};
            await tarry_yield();
            outer += a[0] + a[3];
        }
        {
            double b = await later(2), c = b / 4;
            await tarry_yield();
            outer += (int)(b + c * 2);
        }
        if (round) {
            char text[16] = "xyz";
            await tarry_yield();
            outer += text[2] - text[0];
        } else {
            struct {
                long p, q;
            } s = {await later(10), 20};
            await tarry_yield();
            outer += (int)(s.p + s.q);
        }
    }
    printf("%d\n", outer);
    return 0;
}

// expect: 49
