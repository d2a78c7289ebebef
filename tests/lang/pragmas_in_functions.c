// #pragma lines and _Pragma inside async functions, between statements with awaits.
#include <stdio.h>
#include <tarry.h>

static async int later(int x) {
    await tarry_yield();
    return x;
}

#define QUIETLY(statement)                                                                         \
    _Pragma("GCC diagnostic push") _Pragma("GCC diagnostic ignored \"-Wpedantic\"") statement \
        _Pragma("GCC diagnostic pop")

async int main(void) {
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic"
    int used = 5;
#pragma GCC diagnostic pop
    int x = await later(1);
#pragma GCC diagnostic push
    x += await later(2);
    if (x == 3) {
#pragma GCC diagnostic ignored "-Wformat"
        x += await later(3);
    }
#pragma GCC diagnostic pop
    QUIETLY(int other = await later(4);)
    printf("%d %d %d\n", x, used, other);
    return 0;
}

// expect: 6 5 4
