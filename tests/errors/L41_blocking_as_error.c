// As an error, with the fix in the hint.
// options: -Werror=tarry-blocking
#include <tarry.h>
#include <unistd.h>

async int main(void) {
    sleep(1); // error: `sleep` blocks the whole worker thread, and with it every task that could run there [L41, -Werror=tarry-blocking]
    return 0;
}
