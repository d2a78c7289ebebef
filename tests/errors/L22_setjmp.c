// setjmp and its relatives in an async function.
#include <setjmp.h>
#include <tarry.h>

static jmp_buf buffer;
static sigjmp_buf signal_buffer;

async int main(void) {
    if (setjmp(buffer)) { // error: cannot be used in an async function
        return 1;
    }
    if (sigsetjmp(signal_buffer, 1)) { // error: cannot be used in an async function
        return 1;
    }
    await tarry_yield();
    return 0;
}
