// A string that does not end on its line.
#include <stdio.h>
#include <tarry.h>

async int main(void) {
    printf("never ended);
    // error@-1: missing terminating // warning@-1: missing terminating
    await tarry_yield();
    return 0;
}
