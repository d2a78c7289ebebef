// A recursion whose levels have arrays, filled before the deeper call and read after it.
#include <stdio.h>
#include <tarry.h>

static async long level(int n) {
    int values[200];
    for (int i = 0; i < 200; i++) {
        values[i] = n * i;
    }
    long below = 0;
    if (n > 0) {
        below = await level(n - 1);
    } else {
        await tarry_yield();
    }
    long sum = 0;
    for (int i = 0; i < 200; i++) {
        sum += values[i];
    }
    return sum + below;
}

async int main(void) {
    printf("%ld\n", await level(100));
    return 0;
}

// expect: 100495000
