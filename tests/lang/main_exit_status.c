// What async main returns is the exit status.
#include <tarry.h>

static async int later(int x) {
    await tarry_yield();
    return x;
}

async int main(void) {
    return await later(40) + 2;
}

// exit: 42
