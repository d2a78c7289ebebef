// await of a C library function that blocks.
#include <tarry.h>
#include <unistd.h>

async int main(void) {
    await sleep(1); // error: `sleep` is not an async function
    return 0;
}
