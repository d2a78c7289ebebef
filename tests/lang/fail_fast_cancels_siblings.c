// With .fail_fast the first child whose result is negative cancels the others; the scope's error
// keeps it. (Fault 45.)
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

static async int sleeper(void) {
    return await tarry_sleep(TARRY_SEC(3600));
}

static async int fails(int error) {
    await tarry_yield();
    return error;
}

async int main(void) {
    int a = 0, b = 0, c = 0, error = 0;
    concurrent (s, .fail_fast = true) {
        spawn (s) a = sleeper();
        spawn (s) b = fails(-EIO);
        spawn (s) c = sleeper();
        int block = await tarry_sleep(TARRY_SEC(3600));
        printf("%d\n", block == -ECANCELED);
        error = s.error;
    }
    printf("%d %d %d %d\n", a == -ECANCELED, b == -EIO, c == -ECANCELED, error == -EIO);
    return 0;
}

// expect: 1
// expect: 1 1 1 1
