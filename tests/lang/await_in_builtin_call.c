// Awaits as arguments of builtins that take expressions.
#include <stdio.h>
#include <string.h>
#include <tarry.h>

static async int later(int x) {
    await tarry_yield();
    return x;
}

static async const char *text(const char *s) {
    return s;
}

async int main(void) {
    if (__builtin_expect(await later(1), 1)) {
        printf("likely\n");
    }
    printf("%d\n", __builtin_popcount(await later(0xff)));
    printf("%d\n", __builtin_constant_p(await later(1)));
    int sum;
    printf("%d ", __builtin_add_overflow(await later(0x7fffffff), await later(1), &sum));
    printf("%d\n", __builtin_add_overflow(await later(2), await later(1), &sum) ? -1 : sum);
    printf("%d\n", (int)strlen(await text("four")));
    char copy[8];
    memset(copy, await later('a'), sizeof copy);
    copy[await later(3)] = 0;
    printf("%s\n", copy);
    return 0;
}

// expect: likely
// expect: 8
// expect: 0
// expect: 1 3
// expect: 4
// expect: aaa
