// A race in a statement expression, also among awaits of the same expression.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

// Ends with `value` after `waits` rounds, or with what a wait was refused with.
static async int after(int waits, int value) {
    while (waits-- > 0) {
        int error = await tarry_sleep(0);
        if (error < 0) {
            return error;
        }
    }
    return value;
}

#define FIRST(a, b)                                                                                \
    ({                                                                                             \
        int x_, y_, r_ = 0;                                                                        \
        race {                                                                                     \
            when (x_ = await(a)) r_ = x_;                                                          \
            when (y_ = await(b)) r_ = y_;                                                          \
        }                                                                                          \
        r_;                                                                                        \
    })

async int main(void) {
    int sum = await after(1, 1000) + FIRST(after(1, 10), after(9, 20)) + await after(2, 1) +
              FIRST(after(9, 100), after(2, 200));
    printf("%d\n", sum);
    if (FIRST(after(0, 1), after(0, 2)) == 1 && FIRST(after(7, 1), after(6, 2)) == 2)
        printf("yes\n");
    return 0;
}

// expect: 1211
// expect: yes
