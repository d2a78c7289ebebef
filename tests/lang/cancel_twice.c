// Cancelling again changes nothing; nor does cancelling when all children have ended.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

static async int sleeper(int *ends) {
    int error = await tarry_sleep(TARRY_SEC(3600));
    ++*ends;
    return error;
}

async int main(void) {
    int a = 0, ends = 0;
    concurrent (s) {
        spawn (s) a = sleeper(&ends);
        await tarry_yield();
        tarry_cancel(&s);
        tarry_cancel(&s);
        while (ends == 0) {
            await tarry_yield();
        }
        tarry_cancel(&s);
    }
    printf("%d %d\n", a == -ECANCELED, ends);
    return 0;
}

// expect: 1 1
