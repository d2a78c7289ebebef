// An async function with two definitions.
#include <tarry.h>

static async int f(int x) {
    return x;
}

static async int f(int x) { // error: async function `f` is defined twice
    return x + 1;
}

async int main(void) {
    return await f(0);
}
