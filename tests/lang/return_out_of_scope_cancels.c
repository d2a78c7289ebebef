// return out of a scope cancels its children, waits for them, then returns the value computed
// before.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

static async int sleeper(int *ended) {
    int error = await tarry_sleep(TARRY_SEC(3600));
    printf("%d ended\n", ++*ended);
    return error;
}

static async int run(int *a, int *b) {
    int value = 1, ended = 0;
    concurrent (s) {
        spawn (s) *a = sleeper(&ended);
        spawn (s) *b = sleeper(&ended);
        await tarry_yield();
        return ++value;
    }
    printf("never\n");
    return -1;
}

async int main(void) {
    int a = 0, b = 0;
    int result = await run(&a, &b);
    printf("%d %d %d\n", result, a == -ECANCELED, b == -ECANCELED);
    return 0;
}

// expect: 1 ended
// expect: 2 ended
// expect: 2 1 1
