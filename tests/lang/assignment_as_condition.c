// The idioms `if ((n = await f()) < 0)` and `while ((n = await f()) > 0)`.
#include <stdio.h>
#include <tarry.h>

static async int countdown(int *n) {
    await tarry_yield();
    return (*n)--;
}

static async int run(int from) {
    int left = from, n, sum = 0;
    while ((n = await countdown(&left)) > 0) {
        sum += n;
    }
    if ((n = await countdown(&left)) < 0 && (sum > 5 || (n = await countdown(&left)) < -1)) {
        return sum * 10 + n;
    }
    for (left = 2; (n = await countdown(&left));) {
        sum -= n;
    }
    do {
        sum++;
    } while ((n = await countdown(&left)) > -3);
    return sum;
}

async int main(void) {
    printf("%d %d\n", await run(4), await run(1));
    return 0;
}

// expect: 99 8
