// A deferred statement may open a scope.
#include <stdio.h>
#include <tarry.h>

static async int job(int n) {
    await tarry_yield();
    return n;
}

static async int run(void) {
    int a = 0, b = 0;
    defer {
        concurrent (s) {
            spawn (s) a = job(3);
            spawn (s) b = job(4);
        }
        printf("%d %d\n", a, b);
    }
    return a;
}

async int main(void) {
    printf("%d\n", await run());
    return 0;
}

// expect: 3 4
// expect: 0
