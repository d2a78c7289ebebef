// Once cancelled, every later wait fails too, at once.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

static async int stubborn(void) {
    int failures = 0;
    for (int i = 0; i < 1000; i++) {
        failures += await tarry_sleep(TARRY_SEC(3600)) == -ECANCELED;
    }
    return failures;
}

async int main(void) {
    int failures = 0;
    concurrent (s) {
        spawn (s) failures = stubborn();
        await tarry_yield();
        tarry_cancel(&s);
    }
    printf("%d\n", failures);
    return 0;
}

// expect: 1000
