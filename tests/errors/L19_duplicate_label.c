// A label that is there twice.
#include <tarry.h>

async int main(void) {
here:
    await tarry_yield();
here: // error: label `here`
    goto here;
}
