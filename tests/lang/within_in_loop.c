// Ten thousand deadlines, one after the other: each timer is taken out again.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

async int main(void) {
    int late = 0, errors = 0;
    for (int i = 0; i < 10000; i++) {
        within (TARRY_SEC(100) + i) errors += await tarry_sleep(0);
        else late++;
    }
    for (int i = 0; i < 50; i++) {
        within (TARRY_US(50)) errors += await tarry_sleep(INT64_MAX) == -ECANCELED;
        else late++;
    }
    printf("%d %d\n", errors, late);
    return 0;
}

// expect: 50 50
