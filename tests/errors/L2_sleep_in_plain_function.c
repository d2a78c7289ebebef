// A library function that suspends, called from a plain function.
#include <tarry.h>

static void pause_a_little(void) {
    tarry_sleep(TARRY_MS(1)); // error: async function `tarry_sleep` called from plain function `pause_a_little`
}

int main(void) {
    pause_a_little();
    return 0;
}
