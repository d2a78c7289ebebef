// Pointers to async functions as parameters: with a pointer's form, a function's form, without names, of other such pointers.
#include <stdio.h>
#include <tarry.h>

static async int map(int *values, int count, async int (*each)(int value));
static async int twice(async int f(int), int x);
static async int compose(async int (*outer)(async int (*)(int), int), async int (*inner)(int), int x);

static async int map(int *values, int count, async int (*each)(int value)) {
    int total = 0;
    for (int i = 0; i < count; i++) {
        values[i] = await each(values[i]);
        total += values[i];
    }
    return total;
}

static async int twice(async int f(int), int x) {
    return await f(await f(x));
}

static async int compose(async int (*outer)(async int (*)(int), int), async int (*inner)(int), int x) {
    return await outer(inner, x);
}

static async int square(int x) {
    await tarry_yield();
    return x * x;
}

static async void visit(const int *values, int count, async void (*visitor)(void *context, int value), void *context) {
    for (int i = 0; i < count; i++) {
        await visitor(context, values[i]);
    }
}

static async void add(void *context, int value) {
    await tarry_yield();
    *(int *)context += value;
}

async int main(void) {
    int values[] = {1, 2, 3}, sum = 0;
    printf("%d\n", await map(values, 3, square)); // expect: 14
    printf("%d\n", await twice(square, 3));       // expect: 81
    printf("%d\n", await compose(twice, square, 2)); // expect: 16
    await visit(values, 3, add, &sum);
    printf("%d\n", sum); // expect: 14
    return 0;
}
