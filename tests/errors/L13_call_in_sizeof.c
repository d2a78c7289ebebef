// Not evaluated, and still not a call anyone could make.
#include <tarry.h>

static async int f(int x) {
    return x;
}

async int main(void) {
    return sizeof(await f(1)) == sizeof f(2); // error: call of async function `f` is neither awaited nor spawned
}
