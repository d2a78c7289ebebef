// defer in an async function that never waits.
#include <stdio.h>
#include <tarry.h>

static async int f(int x) {
    defer printf("deferred %d\n", x);
    printf("body %d\n", x);
    return x;
}

async int main(void) {
    int sum = await f(1) + await f(2);
    printf("%d\n", sum);
    return 0;
}

// expect: body 1
// expect: deferred 1
// expect: body 2
// expect: deferred 2
// expect: 3
