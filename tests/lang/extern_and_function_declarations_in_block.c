// extern variables and plain functions declared inside an async function.
#include <stdio.h>
#include <tarry.h>

static async int later(int x) {
    await tarry_yield();
    return x;
}

async int main(void) {
    extern int defined_below;
    int twice(int);
    {
        extern int twice(int), defined_below;
        defined_below += await later(1);
        printf("%d\n", twice(await later(defined_below)));
    }
    printf("%d\n", await later(defined_below));
    return 0;
}

int defined_below = 20;
int twice(int x);
int twice(int x) {
    return 2 * x;
}

// expect: 42
// expect: 21
