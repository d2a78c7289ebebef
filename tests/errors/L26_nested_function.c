// GNU C's nested functions in an async function.
#include <tarry.h>

async int main(void) {
    int x = 1;
    int inner(int y) { // error: nested functions are not supported in async functions
        return x + y;
    }
    await tarry_yield();
    return inner(2);
}
