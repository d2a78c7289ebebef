// A child that is cancelled while it waits in the block of its own scope: the wait fails, it
// leaves, its children end.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

static async int sleeper(void) {
    int error = await tarry_sleep(TARRY_SEC(3600));
    printf("grandchild %d\n", error == -ECANCELED);
    return error;
}

static async int middle(void) {
    int inner = 0;
    concurrent (s) {
        spawn (s) inner = sleeper();
        int error = await tarry_sleep(TARRY_SEC(3600));
        printf("child's block %d\n", error == -ECANCELED);
        if (error < 0) {
            return error;
        }
    }
    return inner;
}

async int main(void) {
    int result = 0;
    concurrent (s) {
        spawn (s) result = middle();
        await tarry_yield();
        await tarry_yield();
        tarry_cancel(&s);
    }
    printf("child %d\n", result == -ECANCELED);
    return 0;
}

// expect: child's block 1
// expect: grandchild 1
// expect: child 1
