// case and default need a switch around them.
#include <tarry.h>

async int main(void) {
    await tarry_yield();
case 1: // error: case outside a switch
default: // error: default outside a switch
    return 0;
}
