// fail_fast in a parallel scope: the first failure cancels the others and the block, the scope's error keeps
// it; later failures change nothing, and results that are no signed integers are no failures. (Fault 45.)
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

static async int sleeper(void) {
    int error = await tarry_sleep(TARRY_SEC(3600));
    return error == -ECANCELED ? -EINTR : error;
}

static async unsigned large(void) {
    await tarry_yield();
    return 0xffffffffu;
}

static async void *pointer(void) {
    return (void *)-1;
}

static async long fails(void) {
    for (int i = 0; i < 10; i++)
        await tarry_yield();
    return -EPROTO;
}

async int main(void) {
    static int results[50];
    unsigned u = 0;
    void *p = NULL;
    long failed = 0;
    int block = 0, error = 0, interrupted = 0;
    parallel (s, .fail_fast = true) {
        for (int i = 0; i < 50; i++)
            spawn (s) results[i] = sleeper();
        spawn (s) u = large();
        spawn (s) p = pointer();
        spawn (s) failed = fails();
        block = await tarry_sleep(TARRY_SEC(3600));
        error = tarry_scope_error(&s);
    }
    for (int i = 0; i < 50; i++)
        interrupted += results[i] == -EINTR;
    printf("%d %d %d %d\n", block == -ECANCELED, error == -EPROTO, interrupted, failed == -EPROTO);
    printf("%d %d\n", u == 0xffffffffu, p == (void *)-1);
    return 0;
}

// expect: 1 1 50 1
// expect: 1 1
