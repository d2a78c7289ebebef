// A variable whose address is taken on one way only is the same object on all of them.
// expect: 11 21 | 2 3
#include <stdio.h>
#include <tarry.h>

static async int wait(int n) {
    await tarry_yield();
    return n;
}

static async int add(int *at, int n) {
    *at += await wait(n);
    return *at;
}

static async int maybe(int by_address) {
    int value = 1, *at = NULL;
    if (by_address) {
        at = &value;
    }
    value += await wait(by_address ? 0 : 10);
    if (at) {
        await add(at, 20);
    }
    await wait(0);
    return value;
}

async int main(void) {
    int first = await maybe(0);
    printf("%d %d | ", first, await maybe(1));
    int *kept;
    {
        int a = 1;
        kept = &a;
        await add(kept, 1);
        printf("%d ", a);
        *kept = 3;
        await wait(0);
        printf("%d\n", *&a);
    }
    return 0;
}
