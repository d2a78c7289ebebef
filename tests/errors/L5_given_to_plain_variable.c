// An async function given to a local pointer to plain functions.
#include <tarry.h>

static async int f(int x) {
    return x;
}

async int main(void) {
    int (*p)(int) = f; // error: async function `f` given to a pointer to plain functions
    p = &f;            // error: async function `f` given to a pointer to plain functions
    return await f(p == 0);
}
