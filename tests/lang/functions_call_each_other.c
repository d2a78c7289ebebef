// A tree of async functions, each with awaits of several others, in several orders.
#include <stdio.h>
#include <tarry.h>

static async int leaf(int x) {
    if (x % 2) {
        await tarry_yield();
    }
    return x;
}

static async int left(int x) {
    int a = await leaf(x);
    return a + await leaf(x + 1);
}

static async int right(int x) {
    int sum = 0;
    for (int i = 0; i < x; i++) {
        sum += await left(i) - await leaf(i);
    }
    return sum;
}

static async int top(int x) {
    return (x > 2 ? await right(x) : await left(x)) + await right(await left(x) % 5);
}

async int main(void) {
    for (int i = 0; i < 6; i++) {
        printf("%d ", await top(i));
    }
    printf("\n");
    return 0;
}

// expect: 2 9 5 9 20 16
