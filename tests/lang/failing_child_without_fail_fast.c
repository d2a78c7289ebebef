// Without .fail_fast a negative result is just a result.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

static async int fails(void) {
    await tarry_yield();
    return -EIO;
}

static async int works(void) {
    for (int i = 0; i < 5; i++) {
        await tarry_yield();
    }
    return await tarry_sleep(TARRY_MS(1));
}

async int main(void) {
    int a = 0, b = -1;
    concurrent (s) {
        spawn (s) a = fails();
        spawn (s) b = works();
        await works();
        printf("%d\n", s.error);
    }
    printf("%d %d\n", a == -EIO, b);
    return 0;
}

// expect: 0
// expect: 1 0
