// The value of a call that has none.
// compilers: gcc
#include <tarry.h>

void nothing(int n);

async int main(void) {
    await blocking(nothing(1));
    int n = await blocking(nothing(2)); // error: blocking: the call has no value [L37] // error: declared void // error: void
    return n;
}
