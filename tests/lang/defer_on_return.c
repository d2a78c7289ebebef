// return out of nested blocks runs the deferred statements of all of them, innermost first.
#include <stdio.h>
#include <tarry.h>

static async int run(int depth) {
    defer printf("1 ");
    if (depth == 1) {
        return 10;
    }
    {
        defer printf("2 ");
        await tarry_yield();
        for (;;) {
            defer printf("3 ");
            if (depth == 2) {
                return 20;
            }
            switch (depth) {
            default: {
                defer printf("4 ");
                return 30;
            }
            }
        }
    }
}

async int main(void) {
    for (int depth = 1; depth <= 3; depth++) {
        int result = await run(depth);
        printf("= %d\n", result);
    }
    return 0;
}

// expect: 1 = 10
// expect: 3 2 1 = 20
// expect: 4 3 2 1 = 30
