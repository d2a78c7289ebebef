// A recursion of 100,000 levels: down, a wait at the bottom, and up again, on no more stack than
// one level needs. (Fault 14.)
#include <stdio.h>
#include <tarry.h>

static async int depth(int n) {
    if (n == 0) {
        await tarry_yield();
        return 0;
    }
    return await depth(n - 1) + 1;
}

static async int waits_at_each_level(int n) {
    await tarry_yield();
    int below = n == 0 ? 0 : await waits_at_each_level(n - 1);
    await tarry_yield();
    return below + 1;
}

async int main(void) {
    printf("%d\n", await depth(100000));
    printf("%d\n", await waits_at_each_level(99999));
    return 0;
}

// expect: 100000
// expect: 100000
