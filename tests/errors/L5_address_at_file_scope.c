// The address of an async function in a table.
#include <tarry.h>

static async int f(int x) {
    return x;
}

static void *const table[] = {f}; // error: async function `f` used as a value

async int main(void) {
    return await f(table[0] == 0);
}
