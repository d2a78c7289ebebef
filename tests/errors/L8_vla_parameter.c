// A parameter whose type depends on another parameter.
#include <tarry.h>

static async int last(int n, int grid[][n]) { // error: parameter `grid` of async function `last`
    await tarry_yield();
    return grid[0][n - 1];
}

async int main(void) {
    return 0;
}
