// A statement expression among the arguments, which holds statements but no await, ends no full
// expression: the values of awaits on both sides of it keep their own places.
#include <tarry.h>
#include <stdio.h>

struct pair {
    long a, b;
};

static async long next(long n) {
    await tarry_yield();
    return n + 1;
}

static async struct pair two(long n) {
    await tarry_yield();
    return (struct pair){n, -n};
}

static async long sum(long a, long b, long c) {
    await tarry_yield();
    return a * 10000 + b * 100 + c;
}

static async long run(int depth, long n) { // recursive: it awaits a separate frame
    if (depth == 0) {
        return n;
    }
    return await sum(await run(depth - 1, ({
                                   if (n < 0) {
                                       return 3;
                                   }
                                   n + 10;
                               })),
                     (await two(n)).a + (await two(n + 1)).b, await next(await next(n)));
}

async int main(void) {
    printf("%ld %ld\n", await run(1, 5), await run(1, -1)); // expect: 149907 3
    return 0;
}
