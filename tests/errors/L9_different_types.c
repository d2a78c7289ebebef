// Declarations of one async function agree in their types.
#include <tarry.h>

async char *give(int, int);
async int give(int a, int b) { // error: types
    return a + b;
}

async int take(const char *text);
async int take(char *text); // error: types

async int same(int n, const char text[], int (*f)(int));
async int same(const int, const char *const text, int f(int));
async int same(int n, const char *text, int (*f)(int)) {
    return n + *text + f(1);
}

async int main(void) {
    return await give(1, 2) + await take("");
}
