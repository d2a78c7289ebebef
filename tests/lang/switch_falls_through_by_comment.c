// A comment that says "fall through" silences gcc's warning here as everywhere.
#include <stdio.h>
#include <tarry.h>

static async int later(int x) {
    await tarry_yield();
    return x;
}

async int main(void) {
    int sum = 0;
    switch (await later(1)) {
    case 1:
        sum += await later(10);
        /* fall through */
    case 2:
        sum += 100;
        // fall through
    default:
        sum += await later(1000);
    }
    printf("%d\n", sum);
    return 0;
}

// expect: 1110
