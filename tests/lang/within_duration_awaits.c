// The duration may await; it is evaluated outside of the deadline.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

static async int64_t how_long(void) {
    await tarry_sleep(TARRY_US(100));
    return TARRY_US(200);
}

async int main(void) {
    int r = 0;
    within (await how_long() / 2) r = await tarry_sleep(INT64_MAX);
    else printf("late %d\n", r == -ECANCELED);
    int n = 5;
    within (n) // any integer type
        r = await tarry_sleep(INT64_MAX);
    else printf("late %d\n", r == -ECANCELED);
    return 0;
}

// expect: late 1
// expect: late 1
