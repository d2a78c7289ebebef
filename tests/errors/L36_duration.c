// A duration is an integer number of nanoseconds: half a second is TARRY_SEC(0.5).
// options: -Wno-literal-conversion
#include <tarry.h>

async int main(void) {
    int n = 0;
    within (TARRY_SEC(0.5))
        n = await tarry_sleep(0);
    within (0.5) // error: within: the duration is not an integer number of nanoseconds [L36]
        n = await tarry_sleep(0);
    return n;
}
