// A const parameter stays const.
#include <tarry.h>

static async int f(const int x) {
    await tarry_yield();
    x++; // error: read-only
    return x;
}

async int main(void) {
    return await f(1);
}
