// A variable of a loop body is made, initialised and alive once in each turn.
#include <stdio.h>
#include <tarry.h>

static async int add(int *p, int n) {
    await tarry_yield();
    *p += n;
    return n;
}

async int main(void) {
    for (int i = 0; i < 3; i++) {
        int fresh = 10, table[3] = {i};
        await add(&fresh, i);
        await add(&table[1], await add(&fresh, 100));
        printf("%d %d %d %d\n", fresh, table[0], table[1], table[2]);
        fresh = table[2] = -1;
    }
    return 0;
}

// expect: 110 0 100 0
// expect: 111 1 100 0
// expect: 112 2 100 0
