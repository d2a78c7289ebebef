// A word of the design that this version does not have yet.
#include <tarry.h>

static int plain(int x) {
    return x;
}

async int main(void) {
    return await blocking(plain(0)); // error: not supported yet
}
