// A deadline reaches what was called through pointers.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

typedef async int handler(int);

static async int wait(int milliseconds) {
    return await tarry_sleep(TARRY_MS(milliseconds));
}

static async int again(int milliseconds) {
    handler *h = wait;
    return await h(milliseconds);
}

async int main(void) {
    handler *handlers[] = {wait, again};
    for (int i = 0; i < 2; i++) {
        int result = 1;
        within (TARRY_MS(1)) {
            result = await handlers[i](60000);
        } else {
            printf("too late\n");
        }
        printf("%d\n", result == -ECANCELED);
        within (TARRY_SEC(60)) {
            result = await handlers[i](1);
        } else {
            printf("never\n");
        }
        printf("%d\n", result);
    }
    // expect: too late
    // expect: 1
    // expect: 0
    // expect: too late
    // expect: 1
    // expect: 0
    return 0;
}
