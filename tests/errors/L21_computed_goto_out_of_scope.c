// A computed goto cannot leave a scope: nobody knows where it goes.
#include <tarry.h>

async int main(void) {
    void *target = &&out;
    concurrent (s) {
        await tarry_yield();
        goto *target; // error: a computed goto cannot leave or enter a scope
    }
out:
    return 0;
}
