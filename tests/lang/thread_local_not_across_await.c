// Thread-locals are reached anew after an await, on whatever worker that is.
#include <stdio.h>
#include <tarry.h>

static _Thread_local int scratch;

static async int later(int x) {
    await tarry_yield();
    return x;
}

async int main(void) {
    static _Thread_local int local;
    for (int i = 0; i < 3; i++) {
        int value = await later(i);
        scratch = value;
        local = value * 2;
        printf("%d ", scratch + local);
    }
    printf("\n");
    return 0;
}

// expect: 0 3 6
