// No goto over a variable with a cleanup: it would clean up what was never made.
#include <tarry.h>

static void bye(int *p) {
    *p = 0;
}

async int main(void) {
    goto past; // error: this goto jumps past a variable with a cleanup
    __attribute__((cleanup(bye))) int x = 1;
past:
    await tarry_yield();
    return x;
}
