// else if, nested ifs and blocks without braces belong where C says.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

async int main(void) {
    int r = 0, odd = 1;
    for (int i = 0; i < 3; i++)
        within (i == 1 ? 0 : TARRY_SEC(1000)) r = await tarry_sleep(0);
    else if (odd) printf("late %d\n", i);
    else printf("no\n");
    if (odd)
        within (0)
            if (r == 0)
                r = await tarry_sleep(0);
            else
                printf("no\n");
    else // of the within
        printf("late %d\n", r == -ECANCELED);
    else printf("no\n");
    within (0) {
        within (0) r = await tarry_sleep(0);
        else printf("inner %d\n", r == -ECANCELED);
    }
    return 0;
}

// expect: late 1
// expect: late 1
// expect: inner 1
