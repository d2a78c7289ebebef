// The parameters and the result of an async function are checked when its name is given to a pointer.
#include <tarry.h>

static async int f(int x) {
    return x;
}

static async int g(const char *text) {
    return text != 0;
}

static async long h(int x) {
    return x;
}

static async int (*const table[])(int) = {f, g, h}; // error: incompatible // error: incompatible

async int main(void) {
    async int (*p)(int) = f;
    p = g; // error: incompatible
    return await p(1) + await table[0](1);
}
