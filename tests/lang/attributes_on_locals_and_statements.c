// Attributes on variables, labels, types and statements inside async functions.
#include <stdio.h>
#include <tarry.h>

static async int later(int x) {
    await tarry_yield();
    return x;
}

async int main(void) {
    int unused __attribute__((unused)) = await later(1);
    __attribute__((unused)) static int also_unused;
    struct __attribute__((packed)) {
        char c;
        int i;
    } packed = {'c', await later(5)};
    typedef int word __attribute__((aligned(16)));
    word w = await later(7);
    await tarry_yield();
    switch (await later(1)) {
    case 1:
        w++;
        __attribute__((fallthrough));
    default:
        w++;
    }
    goto end;
end:
    __attribute__((unused));
    printf("%d %d %d\n", (int)sizeof packed, packed.i, w);
    return 0;
}

// expect: 5 5 9
