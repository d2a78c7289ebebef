// Two and three functions that call each other.
#include <stdbool.h>
#include <stdio.h>
#include <tarry.h>

static async bool is_odd(unsigned n);

static async bool is_even(unsigned n) {
    if (n == 0) {
        await tarry_yield();
        return true;
    }
    return await is_odd(n - 1);
}

static async bool is_odd(unsigned n) {
    if (n == 0) {
        return false;
    }
    return await is_even(n - 1);
}

static async int b(int n, char *path);
static async int c(int n, char *path);

static async int a(int n, char *path) {
    *path = 'a';
    await tarry_yield();
    return n == 0 ? 1 : await b(n - 1, path + 1) * 2;
}

static async int b(int n, char *path) {
    *path = 'b';
    return n == 0 ? 10 : await c(n - 1, path + 1) + await a(0, path + n + 1);
}

static async int c(int n, char *path) {
    *path = 'c';
    await tarry_yield();
    return n == 0 ? 100 : await a(n - 1, path + 1);
}

async int main(void) {
    char path[16] = {0};
    printf("%d %d\n", await is_even(10), await is_even(7));
    printf("%d ", await a(5, path));
    printf("%s\n", path);
    return 0;
}

// expect: 1 0
// expect: 406 abcabca
