// Each else tells of its own deadline only.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

async int main(void) {
    int a = 0, b = 0;
    within (TARRY_SEC(1000)) {
        within (TARRY_MS(1)) a = await tarry_sleep(INT64_MAX);
        else printf("inner\n");
        b = await tarry_sleep(0);
    }
    else {
        printf("outer\n");
    }
    printf("%d %d\n", a == -ECANCELED, b);
    within (TARRY_MS(1)) {
        within (TARRY_SEC(1000)) a = await tarry_sleep(INT64_MAX);
        else printf("inner\n");
        b = await tarry_sleep(0);
    }
    else {
        printf("outer\n");
    }
    printf("%d %d\n", a == -ECANCELED, b == -ECANCELED);
    return 0;
}

// expect: inner
// expect: 1 0
// expect: outer
// expect: 1 1
