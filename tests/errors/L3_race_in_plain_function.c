// race and within outside of async code.
#include <tarry.h>

static int plain(int n) {
    race { // error: race outside an async function
    }
    race TARRY_FAIR { // error: race outside an async function
    }
    within (TARRY_SEC(1)) { // error: within outside an async function
        n++;
    }
    return n;
}

async int main(void) {
    return plain(1);
}
