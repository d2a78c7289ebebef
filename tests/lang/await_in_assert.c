// assert() with an await: with gcc it is a statement expression and a sizeof at once.
#undef NDEBUG
#include <assert.h>
#include <stdio.h>
#include <tarry.h>

static int runs;

static async int later(int x) {
    runs++;
    await tarry_yield();
    return x;
}

async int main(void) {
    assert(await later(1));
    assert(await later(2) == 2 && "two");
    assert(runs == 2);
    printf("%d\n", runs);
    return 0;
}

// expect: 2
