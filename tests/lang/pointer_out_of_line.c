// A state machine: each state is an async function that gives the next one.
#include <stdio.h>
#include <tarry.h>

struct state {
    async struct state (*next)(int *);
};

static async struct state begin(int *n);
static async struct state count(int *n);
static async struct state end(int *n);

static async struct state begin(int *n) {
    await tarry_yield();
    *n = 0;
    return (struct state){count};
}

static async struct state count(int *n) {
    await tarry_yield();
    return (struct state){++*n < 1000 ? count : end};
}

static async struct state end(int *n) {
    printf("%d\n", *n); // expect: 1000
    return (struct state){0};
}

async int main(void) {
    int n = -1;
    struct state state = {begin};
    while (state.next)
        state = await state.next(&n);
    return 0;
}
