// The value of a statement expression survives the awaits of its deferred statements.
#include <stdio.h>
#include <tarry.h>

static async int later(int x) {
    await tarry_yield();
    return x;
}

async int main(void) {
    int g = 7;
    int y = ({
        defer printf("%d\n", await later(3));
        g;
    });
    printf("%d\n", y);
    return 0;
}

// expect: 3
// expect: 7
