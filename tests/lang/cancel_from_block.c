// tarry_cancel in the block: the waits of the children and of the rest of the block fail; after the
// scope all is well.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

static async int sleeper(void) {
    return await tarry_sleep(TARRY_SEC(3600));
}

async int main(void) {
    int a = 0, b = 0;
    concurrent (s) {
        spawn (s) a = sleeper();
        spawn (s) b = sleeper();
        await tarry_yield();
        tarry_cancel(&s);
        printf("cancelled: %d %d\n", a, b);
        printf("%d\n", await tarry_sleep(TARRY_SEC(3600)) == -ECANCELED);
        printf("%d\n", await sleeper() == -ECANCELED);
    }
    printf("%d %d\n", a == -ECANCELED, b == -ECANCELED);
    printf("%d\n", await tarry_sleep(TARRY_MS(1)));
    return 0;
}

// expect: cancelled: 0 0
// expect: 1
// expect: 1
// expect: 1 1
// expect: 0
