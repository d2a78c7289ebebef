// A variable is gone after its block, also if it is in the frame.
#include <tarry.h>

async int main(void) {
    {
        int inner = 1;
        await tarry_yield();
        inner++;
    }
    for (int i = 0; i < 2; i++) {
        await tarry_yield();
    }
    return inner + i; // error: inner // error: i
}
