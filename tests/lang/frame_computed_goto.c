// Liveness over computed gotos: any label whose address is taken may come next.
// expect: 1 2 1 5
#include <stdio.h>
#include <tarry.h>

static async int wait(int n) {
    await tarry_yield();
    return n;
}

static async int run(const char *program) {
    static const void *const table[] = {&&stop, &&add, &&print};
    int value = 0, extra = 4;
    goto *table[program[0] - '0'];
add:
    value += await wait(1);
    program++;
    goto *table[program[0] - '0'];
print:
    printf("%d ", value);
    await wait(0);
    program++;
    goto *table[program[0] - '0'];
stop:
    await wait(0);
    return value + extra;
}

async int main(void) {
    await run("12120");
    printf("%d\n", await run("120"));
    return 0;
}
