// Words of the design that this version does not have yet.
#include <tarry.h>

static int plain(int x) {
    return x;
}

async int main(void) {
    within (TARRY_SEC(1)) { // error: not supported yet
        await tarry_yield();
    }
    race { // error: not supported yet
        when (await tarry_yield()) {
        }
    }
    return await blocking(plain(0)); // error: not supported yet
}
