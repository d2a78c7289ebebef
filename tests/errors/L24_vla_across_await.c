// A variable-length array that is alive while the function waits; also a pointer to one, and one in a loop.
#include <tarry.h>

static async int later(int x) {
    await tarry_yield();
    return x;
}

async int main(void) {
    int n = await later(4);
    for (int i = 0; i < 2; i++) {
        char inner[n]; // error: `inner` has a size that is not constant, and is alive across an await
        inner[0] = (char)await later(i);
        (void)inner[0];
    }
    int a[n]; // error: `a` has a size that is not constant, and is alive across an await
    a[0] = 1;
    await later(1);
    return a[0];
}
