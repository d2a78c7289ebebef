// No await among the operands of asm.
#include <tarry.h>

static async int f(int x) {
    return x;
}

async int main(void) {
    __asm__ volatile("" : : "r"(await f(1))); // error: await cannot stand in
    return 0;
}
