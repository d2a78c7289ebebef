// return out of nested scopes ends the inner one before the outer one, with the defers between them
// in order.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

static async void sleeper(const char *name) {
    if (await tarry_sleep(TARRY_SEC(3600)) == -ECANCELED) {
        printf("%s cancelled\n", name);
    }
}

static async int run(void) {
    defer printf("outermost\n");
    concurrent (outer) {
        spawn (outer) sleeper("outer child");
        defer printf("between\n");
        concurrent (inner) {
            spawn (inner) sleeper("inner child");
            defer printf("innermost\n");
            await tarry_yield();
            return 7;
        }
    }
    return 0;
}

async int main(void) {
    printf("%d\n", await run());
    return 0;
}

// expect: innermost
// expect: inner child cancelled
// expect: between
// expect: outer child cancelled
// expect: outermost
// expect: 7
