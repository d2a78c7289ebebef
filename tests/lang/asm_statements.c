// Inline assembly in async functions, with operands that live across awaits.
#include <stdio.h>
#include <tarry.h>

static async int later(int x) {
    await tarry_yield();
    return x;
}

async int main(void) {
    int x = await later(1), y = 2;
    __asm__ volatile("" : : : "memory");
    await tarry_yield();
    __asm__ volatile("" : "+r"(x) : "r"(y) : "memory");
    __asm__("# %0" : "=r"(y) : "0"(x + 10));
    await tarry_yield();
    asm volatile("" : [named] "+m"(y));
    printf("%d %d\n", x, y);
    return 0;
}

// expect: 1 11
