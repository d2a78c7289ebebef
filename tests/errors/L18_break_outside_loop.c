// break and continue need a loop around them; a scope is none.
#include <tarry.h>

static async void f(void) {
    await tarry_yield();
    break; // error: break outside a loop or switch
}

async int main(void) {
    await f();
    if (1) {
        continue; // error: continue outside a loop
    }
    switch (0) {
    default:
        continue; // error: continue outside a loop
    }
    concurrent (s) {
        break; // error: break outside a loop or switch
    }
    return 0;
}
