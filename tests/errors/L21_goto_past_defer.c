// No goto over a defer into the part of the block that it covers.
#include <stdio.h>
#include <tarry.h>

async int main(void) {
    await tarry_yield();
    goto past; // error: this goto jumps past a defer
    defer printf("deferred\n");
past:
    return 0;
}
