// No time and less: every wait fails from the start, but what needs no wait is done.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

static async int ready(void) {
    return 4;
}

async int main(void) {
    int a = 0, b = 0;
    within (0) {
        b = await ready();
        a = await tarry_sleep(0);
    }
    else printf("late %d %d\n", a == -ECANCELED, b);
    within (-TARRY_SEC(5)) a = await tarry_sleep(TARRY_NS(1));
    else printf("late %d\n", a == -ECANCELED);
    within (INT64_MIN) {
        b = await ready();
    }
    else printf("no\n");
    within (INT64_MAX) a = await tarry_sleep(0);
    else printf("no\n");
    within (INT64_MAX - 5) a = await tarry_sleep(0);
    else printf("no\n");
    printf("%d\n", a);
    return 0;
}

// expect: late 1 4
// expect: late 1
// expect: 0
