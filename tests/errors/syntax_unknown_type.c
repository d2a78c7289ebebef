// A type that nobody has declared.
#include <tarry.h>

async int main(void) {
    unknown_type x; // error: unknown
    await tarry_yield();
    x = 0;
    return 0;
}
