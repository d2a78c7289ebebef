// A deferred statement may give itself a time.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

static async int f(void) {
    int r = 0;
    defer within (TARRY_MS(1)) {
        r = await tarry_sleep(INT64_MAX);
    }
    else {
        printf("gave up %d\n", r == -ECANCELED);
    }
    defer {
        within (TARRY_SEC(1000)) printf("%d\n", await tarry_sleep(TARRY_NS(1)));
    }
    return 3;
}

async int main(void) {
    int r = 0;
    printf("%d\n", await f());
    concurrent (s) {
        spawn (s) r = f();
        tarry_cancel(&s);
    }
    printf("%d\n", r);
    return 0;
}

// expect: 0
// expect: gave up 1
// expect: 3
// expect: 0
// expect: gave up 1
// expect: 3
