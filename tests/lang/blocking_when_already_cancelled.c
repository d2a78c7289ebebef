// In what is cancelled already the call is not made; in a defer it is.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

static int made;

static int make(int n) {
    made++;
    return n;
}

static async int work(void) {
    defer printf("deferred %d\n", await blocking(make(7)));
    await tarry_sleep(TARRY_SEC(3600));
    for (int i = 0; i < 1000; i++)
        if (await blocking(make(1)) != -ECANCELED)
            return 0;
    return 1;
}

async int main(void) {
    int refused = 0;
    concurrent (s) {
        spawn (s) refused = work();
        await tarry_yield();
        tarry_cancel(&s);
    }
    printf("%d %d\n", refused, made);
    return 0;
}

// expect: deferred 7
// expect: 1 1
