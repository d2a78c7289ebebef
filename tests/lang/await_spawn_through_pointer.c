// `await spawn` of a call through a pointer to an async function, in view and in a table.
#include <stdio.h>
#include <tarry.h>

static int living, most;

static async int twice(int n) {
    living++;
    most = living > most ? living : most;
    await tarry_yield();
    living--;
    return 2 * n;
}

static async int negated(int n) {
    await tarry_yield();
    return -n;
}

async int main(void) {
    async int (*table[2])(int) = {twice, negated};
    int results[10], sum = 0;
    concurrent (s, .limit = 2) {
        for (int i = 0; i < 10; i++)
            await spawn (s) results[i] = table[i % 2](i);
        tarry_cancel(&s);
        await spawn (s) results[0] = table[0](100);
    }
    for (int i = 1; i < 10; i++)
        sum += results[i];
    printf("%d %d %d\n", results[0] < 0, sum, most);
    return 0;
}

// expect: 1 15 1
