// Deferred statements and shielded scopes are not refused; what they await is done.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

static async int cleans_up(void) {
    defer printf("%d\n", await tarry_sleep(TARRY_US(10)));
    return await tarry_sleep(INT64_MAX);
}

async int main(void) {
    int a = 0, b = 1, c = 0;
    within (TARRY_MS(1)) a = await cleans_up();
    else printf("late %d\n", a == -ECANCELED);
    within (0) {
        concurrent (s, .shield = true) {
            b = await tarry_sleep(TARRY_NS(1));
        }
    }
    else printf("no\n");
    within (0) {
        concurrent (s, .shield = true) {
            within (TARRY_US(1)) c = await tarry_sleep(INT64_MAX);
            else printf("inside the shield %d\n", c == -ECANCELED);
        }
    }
    else printf("no\n");
    printf("%d\n", b);
    return 0;
}

// expect: 0
// expect: late 1
// expect: inside the shield 1
// expect: 0
