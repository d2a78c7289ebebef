#include <tarry.h>

static async int both(int a, ) { // error: expected a parameter, found `)`
    await tarry_yield();
    return a;
}

async int main(void) {
    return await both(1, 2);
}
