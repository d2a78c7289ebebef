// Parentheses around the awaited call, around the await, around its arguments and its callee.
#include <stdio.h>
#include <tarry.h>

static async int later(int x) {
    await tarry_yield();
    return x;
}

async int main(void) {
    int x = (await later(1));
    x += await(later(2));
    x += ((await((later((3))))));
    x += await
        later
        (4);
    x += __extension__ await later(5);
    printf("%d\n", x);
    return 0;
}

// expect: 15
