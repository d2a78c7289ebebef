// A compound literal in a loop is made anew each time it is reached, with its initial values.
#include <stdio.h>
#include <tarry.h>

static async int add(int *p, int n) {
    await tarry_yield();
    *p += n;
    return *p;
}

async int main(void) {
    for (int i = 0; i < 3; i++) {
        int *p = &(int){100};
        printf("%d ", await add(p, i));
        printf("%d ", await add(&(int){i}, 1));
        printf("%d\n", await add((int[2]){10, 20}, *p));
    }
    return 0;
}

// expect: 100 1 110
// expect: 101 2 111
// expect: 102 3 112
