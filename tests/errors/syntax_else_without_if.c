// else without if.
#include <tarry.h>

async int main(void) {
    await tarry_yield();
    else { // error: else without if
    }
    return 0;
}
