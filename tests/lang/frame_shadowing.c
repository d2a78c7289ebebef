// Variables of one name: the inner one is used across an await while the outer one lives on.
// expect: 2 1 | 3 2 1 7 | 6 | 5
#include <stdio.h>
#include <tarry.h>

static async int wait(int n) {
    await tarry_yield();
    return n;
}

#define DOUBLE(x)                                                                                  \
    ({                                                                                             \
        int _n = (x);                                                                              \
        _n + _n;                                                                                   \
    })

static async int parameter(int n) {
    {
        int n = await wait(7);
        await wait(n);
        printf("%d ", n);
    }
    await wait(0);
    return n;
}

async int main(void) {
    int x = 1;
    {
        int x = await wait(2);
        await wait(0);
        printf("%d ", x);
    }
    printf("%d | ", x);
    for (int x = 3; x > 2; x--) {
        for (int y = await wait(x); y > 0; y--) {
            int x = await wait(y);
            await wait(0);
            printf("%d ", x);
        }
    }
    printf("| %d", await parameter(6));
    printf(" | %d\n", DOUBLE(DOUBLE(await wait(x))) + x);
    return 0;
}
