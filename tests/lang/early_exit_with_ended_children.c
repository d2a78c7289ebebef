// Leaving a scope early when all its children have ended already.
#include <stdio.h>
#include <tarry.h>

static async int quick(int n) {
    return n;
}

static async int run(void) {
    int a = 0, b = 0;
    concurrent (s) {
        spawn (s) a = quick(1);
        spawn (s) b = quick(2);
        await tarry_yield();
        await tarry_yield();
        return a + b;
    }
    return -1;
}

async int main(void) {
    printf("%d\n", await run());
    return 0;
}

// expect: 3
