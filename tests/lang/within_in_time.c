// A block that is left in time: no else, and nothing happens later.
#include <stdio.h>
#include <tarry.h>

async int main(void) {
    int a = 1;
    within (TARRY_MS(20)) {
        a = await tarry_sleep(0);
    }
    else {
        printf("late\n");
    }
    printf("%d %d\n", a, await tarry_sleep(TARRY_MS(30)));
    within (TARRY_SEC(100)) a = await tarry_sleep(TARRY_US(10));
    within (TARRY_SEC(100)) {
    }
    within (TARRY_SEC(100)) {
    }
    else printf("late\n");
    printf("%d\n", a);
    return 0;
}

// expect: 0 0
// expect: 0
