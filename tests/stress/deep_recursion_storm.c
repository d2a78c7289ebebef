// Recursions of thousands of levels on many tasks at once, some cancelled half-way: their frames
// come and go on all workers.
// timeout: 60
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

static async int down(int levels, int waits_at) {
    char padding[32] = {(char)levels};
    if (levels == waits_at) {
        await tarry_sleep(TARRY_US(100));
    }
    if (levels == 0) {
        await tarry_yield();
        return 0;
    }
    int below = await down(levels - 1, waits_at);
    if (levels % 1000 == 0) {
        await tarry_yield();
    }
    return below + 1 + (padding[0] != (char)levels);
}

async int main(void) {
    int results[20], wrong = 0;
    parallel (s) {
        for (int i = 0; i < 20; i++) {
            spawn (s) results[i] = down(5000, i * 100);
        }
        await tarry_sleep(TARRY_US(500));
        tarry_cancel(&s);
    }
    for (int i = 0; i < 20; i++) {
        wrong += results[i] != 5000;
    }
    printf("%d wrong\n", wrong);
    return 0;
}

// expect: 0 wrong
