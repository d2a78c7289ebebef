// `await f() op x` is `(await f()) op x`, as with a cast; the call itself, with all its postfix
// parts, belongs to the await.
#include <stdio.h>
#include <tarry.h>

struct pair {
    int first, second;
};

static async int later(int x) {
    await tarry_yield();
    return x;
}

static async struct pair *address(struct pair *p) {
    await tarry_yield();
    return p;
}

async int main(void) {
    struct pair pair = {3, 4};
    printf("%d\n", await later(2) + 3 * await later(4));
    printf("%d\n", await later(10) - await later(4) - await later(3));
    printf("%d\n", -await later(2) * 3);
    printf("%d\n", (int)await later(7) / 2);
    printf("%d\n", 2 * await later(2) * 2);
    printf("%d\n", (await address(&pair))->second);
    printf("%d\n", (*await address(&pair)).first);
    printf("%d\n", await later(1) ? await later(2) + 1 : 0);
    return 0;
}

// expect: 14
// expect: 3
// expect: -6
// expect: 3
// expect: 8
// expect: 4
// expect: 3
// expect: 3
