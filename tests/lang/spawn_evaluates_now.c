// The lvalue's address and the arguments are evaluated at the spawn, once, not when the child runs.
#include <stdio.h>
#include <tarry.h>

static async int job(int n, const char *name) {
    await tarry_yield();
    return n + name[0];
}

async int main(void) {
    int results[4] = {0}, *p = results, n = 1;
    char name[] = "0";
    concurrent (s) {
        for (int i = 0; i < 4; i++) {
            spawn (s) *p++ = job(n++ * 10, name);
        }
        n = -1;
        name[0] = 'A';
    }
    printf("%d %d %d %d %d %d\n", results[0], results[1], results[2], results[3], n,
           (int)(p - results));
    return 0;
}

// expect: 75 85 95 105 -1 4
