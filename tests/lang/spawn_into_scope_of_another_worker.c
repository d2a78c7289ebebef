// A concurrent scope belongs to one worker. A spawn into it from another one starts nothing and says so: -EXDEV.
// env: TARRY_WORKERS=2
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

static async int one(void) {
    await tarry_yield();
    return 1;
}

static async int far(struct tarry_scope *scope, int *out) {
    for (int i = 0; i < 20; i++)
        await tarry_yield();
    spawn (*scope) *out = one();
    return 0;
}

async int main(void) {
    int results[100], error, wrong = 0, refused = 0;
    concurrent (near) {
        parallel (all) {
            for (int i = 0; i < 100; i++)
                spawn (all) far(&near, &results[i]);
        }
        error = near.error;
    }
    for (int i = 0; i < 100; i++) {
        refused += results[i] == -EXDEV;
        wrong += results[i] != 1 && results[i] != -EXDEV;
    }
    printf("%d wrong, %s\n", wrong, error == (refused ? -EXDEV : 0) ? "told" : "not told");
    return 0;
}

// expect: 0 wrong, told
