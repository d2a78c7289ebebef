// ?: inside ?: in all three places.
#include <stdio.h>
#include <tarry.h>

static async int later(int x) {
    await tarry_yield();
    return x;
}

static async int sign(int x) {
    return await later(x) < 0   ? await later(-1)
           : await later(x) > 0 ? await later(1)
                                : await later(0);
}

async int main(void) {
    printf("%d %d %d\n", await sign(-9), await sign(0), await sign(9));
    for (int i = 0; i < 4; i++) {
        int value = (await later(i & 1) ? await later(i & 2) : !await later(i & 2))
                        ? (await later(i) ? await later(10) : 20)
                        : await later(30);
        printf("%d ", value);
    }
    printf("\n");
    return 0;
}

// expect: -1 0 1
// expect: 20 30 30 10
