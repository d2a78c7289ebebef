// The awaits of a deferred statement work although the task is cancelled, so that cleaning up can
// wait.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

static async int give_back(const char *what) {
    int error = await tarry_sleep(TARRY_MS(1));
    printf("%s: %d\n", what, error);
    return error;
}

static async int child(void) {
    defer await give_back("first");
    defer {
        await give_back("second");
        printf("in the block: %d\n", await tarry_sleep(TARRY_MS(1)));
    }
    int error = await tarry_sleep(TARRY_SEC(3600));
    printf("body: %d\n", error == -ECANCELED);
    {
        defer await give_back("inner");
        printf("again: %d\n", await tarry_sleep(TARRY_SEC(3600)) == -ECANCELED);
    }
    return error;
}

async int main(void) {
    int result = 0;
    concurrent (s) {
        spawn (s) result = child();
        await tarry_yield();
        tarry_cancel(&s);
    }
    printf("%d\n", result == -ECANCELED);
    return 0;
}

// expect: body: 1
// expect: again: 1
// expect: inner: 0
// expect: second: 0
// expect: in the block: 0
// expect: first: 0
// expect: 1
