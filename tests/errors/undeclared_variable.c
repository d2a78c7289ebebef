// An identifier that nobody has declared, inside an async function.
#include <tarry.h>

async int main(void) {
    await tarry_yield();
    return undeclared; // error: undeclared
}
