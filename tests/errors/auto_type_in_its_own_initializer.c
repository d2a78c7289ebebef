// The initialiser gives the variable its type, so that its name is not known there yet.
// compilers: gcc
#include <tarry.h>

static async int later(int n) {
    await tarry_yield();
    return n;
}

async int main(void) {
    __auto_type a = await later(1) + a; // error: undeclared
    return await later(a);
}
