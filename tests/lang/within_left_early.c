// return, break, continue and goto leave the block without its else.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

static async int returns(void) {
    within (0) {
        defer printf("deferred\n");
        return await tarry_sleep(TARRY_NS(1));
    }
    else printf("else\n");
    return 1;
}

async int main(void) {
    int n = 0;
    printf("%d\n", await returns() == -ECANCELED);
    for (int i = 0; i < 3; i++) {
        within (0) {
            n += await tarry_sleep(0) < 0;
            if (i == 0)
                continue;
            if (i == 1)
                break;
        }
        else printf("else\n");
    }
    within (0) {
        n += await tarry_sleep(0) < 0;
        if (n == 3)
            goto out;
        printf("no\n");
    }
    else printf("else\n");
    printf("no\n");
out:
    printf("%d %d\n", n, await tarry_sleep(0));
    within (0) {
        n = await tarry_sleep(0);
        if (n == 0)
            goto out;
    }
    else printf("else\n");
    return 0;
}

// expect: deferred
// expect: 1
// expect: 3 0
// expect: else
