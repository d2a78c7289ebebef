// A wait refused by something else than the deadline: no else.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

static async int waits(void) {
    int r = 0, late = 0;
    within (TARRY_SEC(1000)) r = await tarry_sleep(INT64_MAX);
    else late = 1;
    return r == -ECANCELED ? late : 5;
}

async int main(void) {
    int r = 7;
    concurrent (s) {
        spawn (s) r = waits();
        await tarry_yield();
        tarry_cancel(&s);
    }
    printf("%d\n", r);
    within (TARRY_SEC(1000)) {
        concurrent (s) {
            spawn (s) r = waits();
            await tarry_yield();
            tarry_cancel(&s);
            printf("%d\n", await tarry_sleep(TARRY_NS(1)) == -ECANCELED);
        }
    }
    else printf("no\n");
    printf("%d\n", r);
    return 0;
}

// expect: 0
// expect: 1
// expect: 0
