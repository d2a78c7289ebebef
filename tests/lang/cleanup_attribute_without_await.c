// __attribute__((cleanup)) on a variable whose scope has no await in it.
#include <stdio.h>
#include <tarry.h>

static void bye(char *const *p) {
    printf("bye %s\n", *p);
}

static async int later(int x) {
    await tarry_yield();
    return x;
}

async int main(void) {
    char one[] = "one", two[] = "two";
    for (int i = 0; i < 2; i++) {
        {
            __attribute__((cleanup(bye))) char *name = i ? two : one;
            printf("%s\n", name);
        }
        await later(1);
    }
    return 0;
}

// expect: one
// expect: bye one
// expect: two
// expect: bye two
