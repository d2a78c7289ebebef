// Calls that lie one in another on the C stack, each with an array there, on a thread that has 64 KiB in all.
// files: small_stack.c
#include <stdio.h>
#include <stdlib.h>
#include <tarry.h>

int on_a_small_stack(void);

#define FIB(SIZE)                                                                                  \
    static async int fib_##SIZE(int n) {                                                           \
        {                                                                                          \
            char text[SIZE];                                                                       \
            snprintf(text, sizeof text, "%d", n);                                                  \
            if (atoi(text) != n) {                                                                 \
                return -1;                                                                         \
            }                                                                                      \
        }                                                                                          \
        return n < 2 ? n : await fib_##SIZE(n - 1) + await fib_##SIZE(n - 2);                      \
    }

FIB(1000)
FIB(7000)
FIB(11000)
FIB(16000)
FIB(24000)

// In frames: it may wait.
static async int waiting(int n) {
    char text[7000];
    snprintf(text, sizeof text, "%d", n);
    if (n == 0) {
        await tarry_yield();
    }
    int below = n > 0 ? await waiting(n - 1) : 0;
    return below + (atoi(text) == n);
}

async int fibs(int n) {
    return await fib_1000(n) + await fib_7000(n) + await fib_11000(n) + await fib_16000(n) +
           await fib_24000(n) + await waiting(n);
}

async int main(void) {
    printf("%d\n", await blocking(on_a_small_stack()));
    return 0;
}

// expect: 3066
