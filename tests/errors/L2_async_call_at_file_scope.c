// An async function called in the initialiser of a global.
#include <tarry.h>

static async int f(int x) {
    return x;
}

static int global = f(1); // error: async function `f` called outside of any function

async int main(void) {
    return await f(global);
}
