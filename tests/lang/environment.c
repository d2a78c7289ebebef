// An async program sees its environment like any other.
// env: TARRY_TEST_VARIABLE=some value
#include <stdio.h>
#include <stdlib.h>
#include <tarry.h>

async int main(void) {
    await tarry_yield();
    printf("%s\n", getenv("TARRY_TEST_VARIABLE"));
    return 0;
}

// expect: some value
