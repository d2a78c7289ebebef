// goto out of a block runs its deferred statements; goto inside it does not.
#include <stdio.h>
#include <tarry.h>

async int main(void) {
    int i = 0;
    {
        defer printf("outer ");
        {
            defer printf("inner ");
        again:
            printf("%d ", i);
            await tarry_yield();
            if (++i < 3) {
                goto again;
            }
            if (i == 3) {
                goto out;
            }
            printf("never ");
        }
        printf("never ");
    }
out:
    printf("out\n");
    return 0;
}

// expect: 0 1 2 inner outer out
