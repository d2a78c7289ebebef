// A cancelled task's arms all end with -ECANCELED, the first in order wins.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

static async int never(void) {
    return await tarry_sleep(INT64_MAX);
}

static async int racer(void) {
    int a = 0, b = 0, body = 0;
    race {
        when (a = await never()) body = 1;
        when (b = await never()) body = 2;
    }
    printf("%d %d %d\n", a == -ECANCELED, b == -ECANCELED, body);
    race {
        when (a = await tarry_sleep(0)) body = 3;
        when (b = await never()) body = 4;
    }
    printf("%d %d %d\n", a == -ECANCELED, b == -ECANCELED, body);
    return body;
}

async int main(void) {
    int r = 0;
    concurrent (s) {
        spawn (s) r = racer();
        await tarry_yield();
        tarry_cancel(&s);
    }
    printf("%d\n", r);
    parallel (s) {
        spawn (s) r = racer();
        await tarry_sleep(TARRY_MS(5));
        tarry_cancel(&s);
    }
    return 0;
}

// expect: 1 1 1
// expect: 1 1 3
// expect: 3
// expect: 1 1 1
// expect: 1 1 3
