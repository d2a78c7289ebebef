// A syntax error inside an async function.
#include <tarry.h>

async int main(void) {
    int x = 1 // error: expected `;`
    await tarry_yield();
    return x;
}
