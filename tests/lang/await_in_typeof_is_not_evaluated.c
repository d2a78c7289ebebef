// __typeof__ of an await gives the type of the result and runs nothing.
#include <stdio.h>
#include <tarry.h>

struct pair {
    short first, second;
};

static int runs;

static async struct pair later(short x) {
    runs++;
    await tarry_yield();
    return (struct pair){x, x};
}

async int main(void) {
    __typeof__(await later(1)) pair = {1, 2}, *pointer = &pair;
    __typeof__((await later(1)).first) number = 70;
    printf("%d %d %d\n", (int)sizeof pair, (int)sizeof number, runs);
    pair = await later(5);
    number += ((__typeof__(await later(2))){3, 4}).second;
    printf("%d %d %d\n", pointer->second, number, runs);
    return 0;
}

// expect: 4 2 0
// expect: 5 74 1
