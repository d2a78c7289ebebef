// A block that is never closed.
#include <tarry.h>

async int main(void) { // error: this `{` is never closed
    if (1) {
        await tarry_yield();
    return 0;
}
