// A function with a result may fall off its end if nobody uses the result; main then returns 0.
#include <stdio.h>
#include <tarry.h>

#pragma GCC diagnostic ignored "-Wreturn-type"

static async int sometimes(int x) {
    await tarry_yield();
    if (x) {
        return x;
    }
}

async int main(void) {
    await sometimes(0);
    printf("%d\n", await sometimes(3));
}

// expect: 3
// exit: 0
