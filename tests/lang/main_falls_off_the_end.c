// async main without a return statement returns 0.
#include <stdio.h>
#include <tarry.h>

async int main(void) {
    await tarry_yield();
    printf("done\n");
}

// expect: done
// exit: 0
