// Pointers to pointers, pointers to arrays and arrays of arrays of pointers to async functions.
#include <stdio.h>
#include <tarry.h>

static async int one(void) {
    await tarry_yield();
    return 1;
}

static async int two(void) {
    return 2;
}

static void swap(async int (**a)(void), async int (**b)(void)) {
    async int (*t)(void) = *a;
    *a = *b;
    *b = t;
}

static async int sum(async int (*const *list)(void)) {
    int total = 0;
    for (; *list; list++)
        total += await (*list)();
    return total;
}

async int main(void) {
    async int (*a)(void) = one, (*b)(void) = two, (**pp)(void) = &a;
    async int (*grid[2][2])(void) = {{one, two}, {two}};
    async int (*(*row)[2])(void) = grid;
    swap(&a, &b);
    printf("%d %d %d\n", await a(), await b(), await (*pp)()); // expect: 2 1 2
    *pp = one;
    printf("%d %d\n", await a(), await (**pp)());                                   // expect: 1 1
    printf("%d %d %d\n", await row[0][1](), await (*row)[0](), await (*(row + 1))[0]()); // expect: 2 1 2
    printf("%d\n", await sum((async int (*const[])(void)){one, two, two, NULL}));       // expect: 5
    return 0;
}
