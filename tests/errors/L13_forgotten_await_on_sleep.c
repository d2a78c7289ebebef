// The classic: a sleep that nobody waits for.
#include <tarry.h>

async int main(void) {
    tarry_sleep(TARRY_SEC(1)); // error: call of async function `tarry_sleep` is neither awaited nor spawned
    return 0;
}
