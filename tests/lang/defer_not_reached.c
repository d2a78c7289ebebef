// A deferred statement that was not reached does not run.
#include <stdio.h>
#include <tarry.h>

static async int run(int stop) {
    defer printf("a");
    if (stop == 1) {
        return 1;
    }
    defer printf("b");
    await tarry_yield();
    if (stop == 2) {
        return 2;
    }
    defer printf("c");
    return 3;
}

async int main(void) {
    for (int i = 1; i <= 3; i++) {
        int result = await run(i);
        printf(" %d\n", result);
    }
    return 0;
}

// expect: a 1
// expect: ba 2
// expect: cba 3
