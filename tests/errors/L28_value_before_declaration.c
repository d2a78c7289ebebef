// The name of an async function as a value, before it is declared.
#include <tarry.h>

static async int (*pointer)(int) = later; // error: async function `later` is used before it is declared

static void plain(void) {
    pointer = later; // error: async function `later` is used before it is declared
}

static async int early(void) {
    async int (*p)(int) = later; // error: async function `later` is used before it is declared
    return await p(1);
}

async int later(int x) {
    return x;
}

async int main(void) {
    plain();
    return await early();
}
