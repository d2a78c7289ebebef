// Cancelling a scope reaches the scopes that its children have opened, however deep.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

static async int tree(int depth, int *cancelled) {
    if (depth == 0) {
        int error = await tarry_sleep(TARRY_SEC(3600));
        *cancelled += error == -ECANCELED;
        return error;
    }
    int results[2] = {0, 0};
    concurrent (s) {
        spawn (s) results[0] = tree(depth - 1, cancelled);
        spawn (s) results[1] = tree(depth - 1, cancelled);
    }
    return results[0] == -ECANCELED && results[1] == -ECANCELED ? -ECANCELED : 1;
}

async int main(void) {
    int cancelled = 0, result = 0;
    concurrent (s) {
        spawn (s) result = tree(5, &cancelled);
        for (int i = 0; i < 20; i++) {
            await tarry_yield();
        }
        tarry_cancel(&s);
    }
    printf("%d %d\n", cancelled, result == -ECANCELED);
    return 0;
}

// expect: 32 1
