// The variable a child's result goes to may be volatile.
#include <stdio.h>
#include <tarry.h>

static async int later(int x) {
    await tarry_yield();
    return x;
}

async int main(void) {
    volatile int a = 0, b = 0, c = 0;
    async int (*pointer)(int) = later;
    concurrent (s) {
        spawn (s) a = later(1);
        spawn (s) b = pointer(2);
    }
    concurrent (s, .limit = 1) {
        await spawn (s) c = later(3);
    }
    printf("%d %d %d\n", a, b, c);
    return 0;
}

// expect: 1 2 3
