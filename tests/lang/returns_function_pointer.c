// Async functions that return pointers to plain functions, with and without a typedef.
#include <stdio.h>
#include <tarry.h>

typedef int operation(int);

static int twice(int x) {
    return 2 * x;
}

static int next(int x) {
    return x + 1;
}

static async int (*pick(int which))(int) {
    await tarry_yield();
    return which ? twice : next;
}

static async operation *pick_again(int which) {
    return await pick(!which);
}

async int (*pick_in_turn(void))(int);

async int main(void) {
    int (*f)(int) = await pick(1);
    operation *g = await pick_again(1);
    printf("%d %d %d %d\n", f(5), g(5), (await pick(0))(10), (await pick_in_turn())(8));
    return 0;
}

async int (*pick_in_turn(void))(int) {
    static int turn;
    await tarry_yield();
    return turn++ ? twice : next;
}

// expect: 10 6 11 9
