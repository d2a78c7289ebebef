// Several prototypes for one function, with and without names, in one declaration with others,
// before and after.
#include <stdio.h>
#include <tarry.h>

async int f(int), g(int x, int y);
async int f(int x);
static async int h(void);
extern async int g(int, int);
async static void k(int *);

async int main(void) {
    int out = 0;
    await k(&out);
    printf("%d %d %d %d\n", await f(1), await g(2, 3), await h(), out);
    return 0;
}

async int f(int x) {
    await tarry_yield();
    return x;
}

async int g(int a, int b) {
    return await f(a) + b;
}

static async int h(void) {
    return await g(4, 5);
}

async static void k(int *out) {
    *out = await f(7);
}

async int f(int x);

// expect: 1 5 9 7
