// A scope in which nothing is spawned, with and without awaits in its block.
#include <stdio.h>
#include <tarry.h>

async int main(void) {
    concurrent (s) {
    }
    parallel (s) {
        printf("parallel\n");
    }
    concurrent (s) {
        await tarry_yield();
        tarry_cancel(&s);
        printf("concurrent\n");
    }
    return 0;
}

// options: -Wno-tarry-empty-scope
// expect: parallel
// expect: concurrent
