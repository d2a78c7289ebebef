// A brace too many, at file scope.
#include <tarry.h>

async int main(void) {
    await tarry_yield();
    return 0;
}
} // error: this `}` closes nothing
