// Children that ended before anybody asked are given out all the same, in order; those without an lvalue
// do not count.
#include <stdio.h>
#include <tarry.h>

struct pair {
    int a, b;
};

static async struct pair job(int n) {
    return (struct pair){n, -n};
}

static async void nothing(void) {
    await tarry_yield();
}

async int main(void) {
    struct pair pairs[3], *pair;
    concurrent (s) {
        for (int i = 0; i < 3; i++) {
            spawn (s) nothing();
            spawn (s) pairs[i] = job(i);
            spawn (s) job(100);
        }
        await tarry_sleep(TARRY_MS(1));
        while ((pair = await tarry_next(&s)))
            printf("%d %d\n", pair->a, pair->b);
    }
    return 0;
}

// expect: 0 0
// expect: 1 -1
// expect: 2 -2
