// Arms that await themselves: their frames are separate.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

static int calls;

static async long fib(int n) {
    calls++;
    if (n < 2) {
        await tarry_sleep(0);
        return n;
    }
    return await fib(n - 1) + await fib(n - 2);
}

// The smallest number of rounds a binary tree of races takes.
static async int shallowest(int depth, int width) {
    int left = 0, right = 0;
    if (depth == 0) {
        return 1;
    }
    if (await tarry_sleep(0) < 0) {
        return -ECANCELED;
    }
    race {
        when ((left = await shallowest(depth - 1, width)) > 0) return left + 1;
        when ((right = await shallowest(depth - 1 - width, width)) > 0) return right + 1;
    }
    return 0;
}

async int main(void) {
    long a = 0, b = 0;
    race {
        when (a = await fib(6)) printf("six\n");
        when (b = await fib(5)) printf("five\n");
    }
    printf("%d %ld\n", calls > 15, b);
    printf("%d\n", await shallowest(6, 0));
    return 0;
}

// expect: five
// expect: 1 5
// expect: 7
