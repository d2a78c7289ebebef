// goto to a label that is not there.
#include <tarry.h>

async int main(void) {
    await tarry_yield();
    goto nowhere; // error: there is no label `nowhere` in this function
}
