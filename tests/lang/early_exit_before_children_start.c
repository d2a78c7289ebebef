// Leaving a scope before its children had their first turn: each still runs to its end, with its
// waits failing.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

static async int sleeper(int n) {
    printf("start %d\n", n);
    return await tarry_sleep(TARRY_SEC(3600));
}

static async void run(int *a, int *b) {
    concurrent (s) {
        spawn (s) *a = sleeper(1);
        spawn (s) *b = sleeper(2);
        return;
    }
}

async int main(void) {
    int a = 0, b = 0;
    await run(&a, &b);
    printf("%d %d\n", a == -ECANCELED, b == -ECANCELED);
    return 0;
}

// expect: start 1
// expect: start 2
// expect: 1 1
