// The address of an async function, taken or passed on.
#include <tarry.h>

static async int f(int x) {
    return x;
}

static void plain(void *p) {
    (void)p;
}

async int main(void) {
    void *p = &f; // error: async function `f` used as a value
    plain(p);
    plain(f); // error: async function `f` used as a value
    return await f(0);
}
