// A deferred statement of a scope's block may still spawn there; leaving early, its child is cancelled with
// the others.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

static async int job(int n) {
    int error = await tarry_sleep(TARRY_MS(1));
    return error ? error : n;
}

static async int leave(int early) {
    int a = 0, b = 0;
    defer printf("%d %d\n", a == -ECANCELED ? -1 : a, b == -ECANCELED ? -1 : b);
    concurrent (s, .limit = 2) {
        defer await spawn (s) b = job(2);
        await spawn (s) a = job(1);
        if (early)
            return 1;
    }
    return 0;
}

async int main(void) {
    printf("%d\n", await leave(0));
    printf("%d\n", await leave(1));
    return 0;
}

// expect: 1 2
// expect: 0
// expect: -1 -1
// expect: 1
