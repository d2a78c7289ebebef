// Numbers that do not live across an await cost nothing, and those of different blocks share room.
// options: -g0
// expect: 12 yes yes
#include <stdio.h>
#include <tarry.h>

#ifdef __TARRYCC__
#define SIZE(function) function##__function.size
#else
#define SIZE(function) 1u
#endif

static async int wait(int n) {
    await tarry_yield();
    return n;
}

static async int none(int n) {
    long a = n, b = a * 2, c = a + b;
    int sum = (int)(a + b + c);
    return await wait(sum);
}

static async int blocks(int n) {
    if (n > 0) {
        long a = n, b = n, c = n, d = n;
        await wait(1);
        return (int)(a + b + c + d);
    } else {
        long e = n, f = n, g = n, h = n;
        await wait(1);
        return (int)(e + f + g + h);
    }
}

async int main(void) {
    int n = await none(2);
    printf("%d", n);
    printf(" %s", SIZE(none) <= SIZE(wait) + 12 ? "yes" : "no");
    n = await blocks(1) + await blocks(-1);
    printf(" %s\n", n == 0 && SIZE(blocks) <= SIZE(wait) + 4 * sizeof(long) + 16 ? "yes" : "no");
    return 0;
}
