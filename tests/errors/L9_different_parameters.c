// Declarations of one async function with different numbers of parameters.
#include <tarry.h>

static async int f(int x);

static async int f(int x, int y) { // error: async function `f` has 2 parameters here and 1 elsewhere
    return x + y;
}

async int main(void) {
    return 0;
}
