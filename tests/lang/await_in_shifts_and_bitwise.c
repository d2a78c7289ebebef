// await as an operand of << >> & | ^, on either side and on both.
#include <stdio.h>
#include <tarry.h>

static async unsigned later(unsigned x) {
    await tarry_yield();
    return x;
}

static async unsigned now(unsigned x) {
    return x;
}

async int main(void) {
    unsigned five = 5;
    printf("%u %u %u\n", await later(5) << 2, five << await later(2),
           await now(5) << await later(2));
    printf("%u %u %u\n", await now(40) >> 3, 40u >> await now(3), await later(40) >> await now(3));
    printf("%u %u %u\n", await later(12) & five, 12 & await later(5), await now(12) & await now(5));
    printf("%u %u %u\n", await now(12) | five, 12 | await now(5), await later(12) | await later(5));
    printf("%u %u %u\n", await later(12) ^ five, 12 ^ await now(5), await now(12) ^ await later(5));
    return 0;
}

// expect: 20 20 20
// expect: 5 5 5
// expect: 4 4 4
// expect: 13 13 13
// expect: 9 9 9
