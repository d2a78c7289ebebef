// A cleanup attribute runs once on every way out of a cancelled task's blocks, in the reverse order of the
// declarations, mixed with defers.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

static int cleaned;

static void clean(int *n) {
    printf(" c%d", *n);
    cleaned++;
}

static async int leave(int way) {
    __attribute__((cleanup(clean), unused)) int outer = 1;
    defer printf(" d2");
    for (int i = 0; i < 2; i++) {
        __attribute__((cleanup(clean), unused)) int a = 3, b = 4;
        defer {
            await tarry_sleep(TARRY_US(20));
            printf(" d5");
        }
        __attribute__((cleanup(clean), unused)) int c = 6;
        if (await tarry_sleep(TARRY_SEC(3600)) != -ECANCELED)
            return 0;
        if (way == 0)
            return -1;
        if (way == 1)
            break;
        if (way == 2)
            goto out;
        if (way == 3)
            continue;
    }
    return 1;
out:
    return 2;
}

async int main(void) {
    for (int way = 0; way < 5; way++) {
        int result = 0;
        cleaned = 0;
        concurrent (s) {
            spawn (s) result = leave(way);
            await tarry_yield();
            tarry_cancel(&s);
        }
        printf(" = %d, %d\n", result, cleaned);
    }
    return 0;
}

// expect:  c6 d5 c4 c3 d2 c1 = -1, 4
// expect:  c6 d5 c4 c3 d2 c1 = 1, 4
// expect:  c6 d5 c4 c3 d2 c1 = 2, 4
// expect:  c6 d5 c4 c3 c6 d5 c4 c3 d2 c1 = 1, 7
// expect:  c6 d5 c4 c3 c6 d5 c4 c3 d2 c1 = 1, 7
