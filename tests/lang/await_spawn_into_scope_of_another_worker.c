// A concurrent scope belongs to one worker: from a child of a parallel scope inside it that runs on another,
// `await spawn` starts nothing and tarry_next gives nothing, with -EXDEV; on its own worker they work.
// env: TARRY_WORKERS=4
#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <tarry.h>

static atomic_int started;

static async int job(int n) {
    atomic_fetch_add(&started, 1);
    await tarry_yield();
    return n;
}

static async int tries(struct tarry_scope *scope, int *result) {
    for (volatile int i = 0; i < 20000; i++) {
    }
    await tarry_yield();
    await spawn (*scope) *result = job(1);
    (void)await tarry_next(scope);
    return 0;
}

async int main(void) {
    static int results[200], done[200];
    int refused = 0, error = 0;
    concurrent (s, .limit = 5) {
        parallel (inner) {
            for (int i = 0; i < 200; i++)
                spawn (inner) done[i] = tries(&s, &results[i]);
        }
        error = s.error;
    }
    for (int i = 0; i < 200; i++)
        refused += results[i] == -EXDEV;
    printf("%d %d\n", refused + atomic_load(&started), (refused > 0) <= (error == -EXDEV));
    return 0;
}

// expect: 200 1
