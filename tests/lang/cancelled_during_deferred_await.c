// Cancellation that arrives while a deferred statement awaits is not felt there, nor by the children of a scope
// opened there; behind it, it is.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

static struct tarry_scope *around;

static async int helper(int n) {
    int error = await tarry_sleep(TARRY_MS(1));
    return error ? error : n;
}

static async void clean_up(void) {
    int a = 0, b = 0;
    tarry_cancel(around);
    concurrent (s) {
        spawn (s) a = helper(1);
        spawn (s) b = helper(2);
        int *first = await tarry_next(&s);
        printf("%d\n", *first);
    }
    printf("%d %d %d\n", a, b, await tarry_sleep(TARRY_MS(1)));
}

static async int work(void) {
    {
        defer await clean_up();
        printf("%d\n", await tarry_sleep(TARRY_US(10)));
    }
    return await tarry_sleep(TARRY_SEC(3600));
}

async int main(void) {
    int result = 0;
    concurrent (s) {
        around = &s;
        spawn (s) result = work();
    }
    printf("%d\n", result == -ECANCELED);
    return 0;
}

// expect: 0
// expect: 1
// expect: 1 2 0
// expect: 1
