// A function with two hundred awaits, made by macros.
#include <stdio.h>
#include <tarry.h>

static async int later(int x) {
    if (x % 3 == 0) {
        await tarry_yield();
    }
    return x;
}

#define TWO(x)                                                                                     \
    sum += await later(x);                                                                         \
    sum ^= await later(x + 1);
#define TEN(x) TWO(x) TWO(x + 2) TWO(x + 4) TWO(x + 6) TWO(x + 8)
#define FIFTY(x) TEN(x) TEN(x + 10) TEN(x + 20) TEN(x + 30) TEN(x + 40)

static int plain(void) {
    int sum = 0;
    for (int i = 0; i < 200; i += 2) {
        sum += i;
        sum ^= i + 1;
    }
    return sum;
}

async int main(void) {
    int sum = 0;
    FIFTY(0)
    FIFTY(50)
    FIFTY(100)
    FIFTY(150)
    printf("%d\n", sum == plain());
    return 0;
}

// expect: 1
