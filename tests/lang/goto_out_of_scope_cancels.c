// goto out of two scopes at once cancels and waits for the children of both; goto within a scope
// does not.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

static async int sleeper(void) {
    return await tarry_sleep(TARRY_SEC(3600));
}

async int main(void) {
    int a = 0, b = 0, rounds = 0;
    concurrent (outer) {
        spawn (outer) a = sleeper();
        parallel (inner) {
            spawn (inner) b = sleeper();
        again:
            await tarry_yield();
            if (++rounds < 3) {
                goto again;
            }
            printf("%d %d\n", a, b);
            goto out;
        }
        printf("never\n");
    }
    printf("never\n");
out:
    printf("%d %d\n", a == -ECANCELED, b == -ECANCELED);
    return 0;
}

// expect: 0 0
// expect: 1 1
