// A timeout as a macro, and a generic one over the argument's type.
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

static async double half(double x) {
    await tarry_sleep(0);
    return x / 2;
}

#define TIMEOUT(result, call, duration, otherwise)                                                 \
    race {                                                                                         \
        when ((result) = await call) {                                                             \
        }                                                                                          \
        when (await tarry_sleep(duration)) otherwise;                                              \
    }
#define KIND(x) _Generic((x), int : 1, double : 2, default : 3)

async int main(void) {
    int n = 0;
    double d = 0;
    TIMEOUT(n, after(2, KIND(1.0)), TARRY_SEC(1000), printf("no\n"))
    TIMEOUT(d, half(KIND(n)), TARRY_SEC(1000), printf("no\n"))
    printf("%d %g\n", n, d);
    TIMEOUT(n, tarry_sleep(INT64_MAX), TARRY_MS(1), printf("late\n"))
    printf("%d\n", n == -ECANCELED);
    return 0;
}

// expect: 2 0.5
// expect: late
// expect: 1
