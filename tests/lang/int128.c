// __int128 locals, parameters and results.
#include <stdio.h>
#include <tarry.h>

static async unsigned __int128 square(unsigned __int128 x) {
    await tarry_yield();
    return x * x;
}

async int main(void) {
    unsigned __int128 big = await square((unsigned __int128)1 << 40);
    __int128 negative = -(__int128)await square(10);
    await tarry_yield();
    printf("%llx %llx %d\n", (unsigned long long)(big >> 64), (unsigned long long)big,
           (int)negative);
    return 0;
}

// expect: 10000 0 -100
