// The arguments of all arms are evaluated in order, before any of them starts.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

static int say(int n) {
    printf("argument %d\n", n);
    return n;
}

static async int arm(int a, int b) {
    printf("start %d %d\n", a, b);
    await tarry_sleep(0);
    return a + b;
}

async int race_support(int a, int b);

async int main(void) {
    int i = 0, j = 0, r = 0, q = 0, s = 0;
    race {
        when (r = await arm(say(1), say(2))) printf("%d\n", r);
        when (q = await race_support(i, i + 10)) printf("no\n");
        when (s = await arm(i++, j++)) printf("no\n");
    }
    printf("%d %d %d\n", i + j, q, s);
    return 0;
}

async int race_support(int a, int b) {
    printf("support %d %d\n", a, b);
    return await tarry_sleep(INT64_MAX) + b - b;
}

// expect: argument 1
// expect: argument 2
// expect: start 1 2
// expect: support 0 10
// expect: start 0 0
// expect: 3
// expect: 2 -125 0
