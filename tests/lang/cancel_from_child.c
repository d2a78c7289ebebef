// A child cancels the scope it lives in: its siblings, the block and itself.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

static async int sleeper(void) {
    return await tarry_sleep(TARRY_SEC(3600));
}

static async int canceller(struct tarry_scope *scope) {
    await tarry_yield();
    tarry_cancel(scope);
    return await tarry_sleep(TARRY_SEC(3600));
}

async int main(void) {
    int a = 0, b = 0, block = 0;
    concurrent (s) {
        spawn (s) a = sleeper();
        spawn (s) b = canceller(&s);
        block = await tarry_sleep(TARRY_SEC(3600));
    }
    printf("%d %d %d\n", a == -ECANCELED, b == -ECANCELED, block == -ECANCELED);
    parallel (s) {
        spawn (s) a = sleeper();
        spawn (s) b = canceller(&s);
    }
    printf("%d %d\n", a == -ECANCELED, b == -ECANCELED);
    return 0;
}

// expect: 1 1 1
// expect: 1 1
