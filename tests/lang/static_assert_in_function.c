// _Static_assert among the statements of an async function.
#include <assert.h>
#include <stdio.h>
#include <tarry.h>

static async int later(int x) {
    await tarry_yield();
    return x;
}

async int main(void) {
    enum { SIZE = 4 };
    char a[SIZE] = {0};
    _Static_assert(SIZE == 4, "four");
    await tarry_yield();
    static_assert(sizeof a == SIZE, "the array has its size");
    for (int i = 0; i < await later(2); i++) {
        _Static_assert(sizeof i == sizeof(int), "in a loop");
        a[i] = 'x';
    }
    printf("%s\n", a);
    return 0;
}

// expect: xx
