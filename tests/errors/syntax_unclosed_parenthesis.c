// A parenthesis that is never closed.
#include <tarry.h>

async int main(void) {
    int x = (1 + 2; // error: expected
    await tarry_yield();
    return x;
}
