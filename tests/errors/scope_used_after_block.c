// A scope is gone after its block.
#include <tarry.h>

async int main(void) {
    concurrent (s) { // warning: nothing is ever spawned into scope `s`
        await tarry_yield();
    }
    tarry_cancel(&s); // error: s
    return 0;
}
