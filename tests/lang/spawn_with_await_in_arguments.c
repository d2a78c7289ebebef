// Awaits in the arguments and in the lvalue of a spawn are run by the block, before the child is
// made.
#include <stdio.h>
#include <tarry.h>

static async int later(int x) {
    await tarry_yield();
    return x;
}

static async int job(int a, int b) {
    await tarry_yield();
    return a * 10 + b;
}

async int main(void) {
    int results[3] = {0};
    concurrent (s) {
        spawn (s) results[0] = job(await later(1), 2);
        spawn (s) results[await later(1)] = job(3, await later(4));
        spawn (s) results[await later(2)] = job(await later(5), await later(await later(6)));
    }
    printf("%d %d %d\n", results[0], results[1], results[2]);
    return 0;
}

// expect: 12 34 56
