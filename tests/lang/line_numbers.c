// __LINE__ and __FILE__ in async functions are those of the source, also after awaits and inside macros.
#include <stdio.h>
#include <string.h>
#include <tarry.h>

#define HERE() __LINE__

static async int later(int x) {
    await tarry_yield();
    return x;
}

async int main(void) {
    int first = __LINE__;
    int second = await later(__LINE__);
    int third = await later(
        HERE());
    printf("%d %d\n", second - first, third - first);
    printf("%s\n", strrchr(__FILE__, '/') ? strrchr(__FILE__, '/') + 1 : __FILE__);
    return 0;
}

// expect: 1 3
// expect: line_numbers.c
