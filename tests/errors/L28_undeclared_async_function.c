// An async function is declared before it is called, like any other.
#include <tarry.h>

async int main(void) {
    return await later(0); // error: async function `later` is used before it is declared
}

async int later(int x) {
    return x;
}
