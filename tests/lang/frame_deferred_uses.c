// What a deferred statement reads lives until it runs, on every way out.
// expect: a1 | b2 c2 | d5 d4 | e7 7
#include <stdio.h>
#include <tarry.h>

static async int wait(int n) {
    await tarry_yield();
    return n;
}

static async int falls(void) {
    int a = 0;
    defer printf("a%d | ", a);
    a = await wait(1);
    await wait(0);
    return 0;
}

static async int returns(int n) {
    int b = n;
    defer {
        await wait(0);
        printf("c%d | ", b);
    }
    defer printf("b%d ", b);
    if (await wait(1)) {
        b = 2;
        return 1;
    }
    b = 3;
    await wait(0);
    return 2;
}

static async int breaks(void) {
    for (int i = 5;; i--) {
        int d = i;
        defer {
            await wait(d);
            printf("d%d ", d);
        }
        if (await wait(i) == 4) {
            break;
        }
    }
    printf("| ");
    return 0;
}

static async int value(void) {
    int e = await wait(7);
    defer printf("e%d ", e);
    return ({
        defer await wait(0);
        e + await wait(0);
    });
}

async int main(void) {
    await falls();
    await returns(9);
    await breaks();
    printf("%d\n", await value());
    return 0;
}
