// A plain function given to a pointer to async functions, where tarrycc sees both.
#include <tarry.h>

static int plain(int x) {
    return x;
}

async int main(void) {
    async int (*p)(int) = plain; // error: plain function `plain` given to a pointer to async functions
    p = &plain;                  // error: plain function `plain` given to a pointer to async functions
    return await p(0);
}
