// Parameters that are plain functions, written as a function and as a pointer, and called between
// awaits.
#include <stdio.h>
#include <tarry.h>

typedef int operation(int);

static async int apply(int (*callback)(int), int x) {
    await tarry_yield();
    return callback(x);
}

static async int apply_twice(int callback(int), int x) {
    int y = callback(x);
    await tarry_yield();
    return callback(y);
}

static async int apply_all(operation *const list[], operation *last, int x) {
    for (; *list; list++) {
        await tarry_yield();
        x = (*list)(x);
    }
    return last(x);
}

static int twice(int x) {
    return 2 * x;
}

static int next(int x) {
    return x + 1;
}

async int main(void) {
    operation *const list[] = {twice, next, twice, NULL};
    printf("%d %d %d\n", await apply(twice, 4), await apply_twice(next, 4),
           await apply_all(list, next, 1));
    return 0;
}

// expect: 8 6 7
