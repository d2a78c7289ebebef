// The warning about a plain spawn into a scope with a limit can be turned off. Zero is no limit.
// options: -Wno-tarry-limit
#include <stdio.h>
#include <tarry.h>

static async int job(int n) {
    return n;
}

async int main(void) {
    int a = 0, b = 0;
    concurrent (s, .limit = 2) {
        spawn (s) a = job(1);
    }
    concurrent (s, .limit = 0) {
        spawn (s) b = job(2);
    }
    printf("%d %d\n", a, b);
    return 0;
}

// expect: 1 2
