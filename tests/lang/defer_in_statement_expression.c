// A block of a statement expression runs its deferred statements after its value is taken.
#include <stdio.h>
#include <tarry.h>

static async int later(int x) {
    await tarry_yield();
    return x;
}

async int main(void) {
    int x = 1;
    int y = ({
        defer x = 50;
        x + await later(10);
    });
    printf("%d %d\n", x, y);
    return 0;
}

// expect: 50 11
