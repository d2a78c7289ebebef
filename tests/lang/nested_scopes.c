// A scope in a scope; children spawned in the inner block into either of them.
#include <stdio.h>
#include <tarry.h>

static async int job(const char *name, int turns) {
    for (int i = 0; i < turns; i++) {
        await tarry_yield();
    }
    printf("%s\n", name);
    return turns;
}

async int main(void) {
    int long_one = 0, short_one = 0, third = 0;
    concurrent (outer) {
        concurrent (inner) {
            spawn (outer) long_one = job("outer child", 20);
            spawn (inner) short_one = job("inner child", 5);
        }
        printf("inner ended: %d %d\n", long_one, short_one);
        concurrent (inner) {
            spawn (inner) third = job("third", 2);
        }
    }
    printf("outer ended: %d %d %d\n", long_one, short_one, third);
    return 0;
}

// expect: inner child
// expect: inner ended: 0 5
// expect: third
// expect: outer child
// expect: outer ended: 20 5 2
