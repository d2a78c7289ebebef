// A deferred statement uses the variables as they are when it runs.
#include <stdio.h>
#include <tarry.h>

static async int later(int x) {
    await tarry_yield();
    return x;
}

async int main(void) {
    int x = 1, a[2] = {1, 2}, *p = a;
    defer printf("%d %d\n", x, *p);
    x = await later(2);
    p++;
    {
        int x = 10;
        defer printf("%d\n", x);
        x += await later(5);
    }
    x = await later(3);
    return 0;
}

// expect: 15
// expect: 3 2
