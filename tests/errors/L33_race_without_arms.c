// A race holds arms, and one at least.
#include <tarry.h>

async int main(void) {
    int n = 0;
    race { // error: a race without a `when` would never end
    }
    race {
        when (n = await tarry_sleep(TARRY_NS(1)))
            n++;
        n--; // error: a race holds only arms: `when (...) statement`
        when (n = await tarry_sleep(TARRY_NS(2)))
            n++;
    }
    race TARRY_FAIR {
        int m = 3; // error: a race holds only arms
    }
    return n;
}
