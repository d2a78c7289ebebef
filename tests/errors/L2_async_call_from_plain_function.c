// An async function called like an ordinary one from a plain function.
#include <tarry.h>

static async int f(int x) {
    return x;
}

static int plain(void) {
    return f(3); // error: async function `f` called from plain function `plain`
}

async int main(void) {
    return plain() + await f(1);
}
