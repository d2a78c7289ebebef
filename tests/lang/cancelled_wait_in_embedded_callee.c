// Cancellation reaches the innermost wait through any number of ordinary awaits, also recursive
// ones.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

static async int third(void) {
    return await tarry_sleep(TARRY_SEC(3600));
}

static async int second(void) {
    return await third();
}

static async int first(void) {
    int error = await second();
    printf("first %d\n", error == -ECANCELED);
    return error;
}

static async int deep(int n) {
    return n == 0 ? await first() : await deep(n - 1);
}

async int main(void) {
    int a = 0, b = 0;
    concurrent (s) {
        spawn (s) a = first();
        spawn (s) b = deep(1000);
        await tarry_yield();
        tarry_cancel(&s);
    }
    printf("%d %d\n", a == -ECANCELED, b == -ECANCELED);
    return 0;
}

// expect: first 1
// expect: first 1
// expect: 1 1
