// The name of a scope is a name like any other: it may shadow a variable, and be shadowed.
#include <stdio.h>
#include <tarry.h>

static async int job(int n) {
    await tarry_yield();
    return n;
}

async int main(void) {
    const char *s = "outside";
    int a = 0, b = 0, c = 0;
    concurrent (s) {
        spawn (s) a = job(1);
        concurrent (s) {
            spawn (s) b = job(2);
            {
                int s = 3;
                c = await job(s);
            }
        }
        printf("%d\n", b);
        spawn (s) b = job(20);
    }
    printf("%s %d %d %d\n", s, a, b, c);
    return 0;
}

// expect: 2
// expect: outside 1 20 3
