// await through a pointer wherever an expression may stand.
// no faults: its loops end by what a call returns, which without memory is 0
#include <stdio.h>
#include <tarry.h>

static async int next(int *n) {
    await tarry_yield();
    return (*n)++;
}

static async int keep(async int (*p)(int *), int *n, int limit) {
    int sum = 0;
    for (int i = await p(n); i < limit; i = await p(n))
        sum += i;
    while (await p(n) < limit + 5)
        sum++;
    do {
        sum += 100;
    } while (await p(n) < limit + 8);
    switch (await p(n)) {
    case 12:
        sum += 1000;
        break;
    default:
        sum += 10000;
    }
    return sum;
}

async int main(void) {
    async int (*p)(int *) = next;
    int n = 0, array[3] = {await p(&n), [2] = await p(&n)};
    printf("%d %d %d\n", array[0], array[1], array[2]); // expect: 0 0 1
    n = 0;
    printf("%d\n", await keep(p, &n, 3)); // expect: 1307
    printf("%d\n", ({
               int m = n;
               m + await p(&m);
           }));
    // expect: 27
    printf("%d\n", (int)sizeof(await p(&n)));                        // expect: 4
    printf("%d\n", _Generic(await p(&n), int: await p(&n), default: 0)); // expect: 13
    __typeof__(await p(&n)) t = await p(&n);
    t += await p(&n);
    printf("%d %d\n", t, n); // expect: 29 16
    return await p(&n) == 16 ? 0 : 1;
}
