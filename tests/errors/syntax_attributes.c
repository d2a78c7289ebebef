// Attributes are separated by commas, also where the variable moves into the future without them.
#include <tarry.h>

static void bye(int *x) {
    (void)x;
}

async int main(void) {
    int x __attribute__((cleanup(bye) unused)) = 1; // error: expected `,` between attributes
    int y __attribute__((unused cleanup(bye))) = 2; // error: expected `,` between attributes
    int z __attribute__((cleanup(bye), unused, aligned(8))) = 3, w __attribute__(()) = 4;
    __attribute__((__unused__)) __attribute__((, aligned(16), )) int v = 5;
    await tarry_yield();
    return x + y + z + w + v;
}
