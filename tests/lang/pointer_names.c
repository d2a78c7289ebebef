// Parameters and variables with the names generated code uses, and an async function called like one.
#include <stdio.h>
#include <tarry.h>

static async int boxed(int cx, int call, int result, int state, int child, int self, int p1) {
    await tarry_yield();
    return cx + call + result + state + child + self + p1;
}

static async int call(async int (*cx)(int, int, int, int, int, int, int), int self) {
    int t1 = 1, calling = 2;
    return await cx(t1, calling, 3, 4, 5, 6, self) + await boxed(0, 0, 0, 0, 0, 0, 1);
}

static async int tarry__call(int x) {
    return x;
}

struct result {
    async int (*result)(async int (*boxed)(int, int, int, int, int, int, int), int);
    async int (*state)(int);
};

async int main(void) {
    struct result result = {call, tarry__call};
    printf("%d %d\n", await result.result(boxed, 7), await result.state(3)); // expect: 29 3
    return 0;
}
