// Once the time is up, waits fail, also later ones; behind the block they work again.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

async int main(void) {
    int a = 0, b = 0;
    within (TARRY_MS(2)) {
        a = await tarry_sleep(INT64_MAX);
        b = await tarry_sleep(TARRY_NS(1));
    }
    else {
        printf("late\n");
    }
    printf("%d %d %d\n", a == -ECANCELED, b == -ECANCELED, await tarry_sleep(TARRY_NS(1)));
    return 0;
}

// expect: late
// expect: 1 1 0
