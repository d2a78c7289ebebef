// await of a function that is not async.
#include <tarry.h>

static int plain(int x) {
    return x;
}

async int main(void) {
    int (*pointer)(int) = plain;
    await pointer(1);      // error: `pointer` is not an async function
    return await plain(0); // error: `plain` is not an async function
}
