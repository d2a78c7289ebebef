// Errors of many kinds in one file are all reported, in one run.
#include <tarry.h>

static int plain(int x) {
    return x;
}

static async int f(int x) {
    return x;
}

static int caller(void) {
    return f(1); // error: async function `f` called from plain function `caller`
}

static async int g(int x) {
    f(2);          // error: call of async function `f` is neither awaited nor spawned
    await plain(3); // error: `plain` is not an async function
    goto nowhere;  // error: there is no label `nowhere` in this function
    return x;
}

static async int h(int x) {
    spawn (s) f(x); // error: there is no scope `s` here
    break;          // error: break outside a loop or switch
}

async int main(void) {
    return await g(1, 2) + await h(3) + caller(); // error: async function `g` takes 1 argument, but is called with 2
}
