// A deadline as a value, in a macro.
#include <stdio.h>
#include <tarry.h>

static async int after(int64_t duration, int value) {
    int error = await tarry_sleep(duration);
    return error < 0 ? error : value;
}

#define IN_TIME(duration, call, otherwise)                                                         \
    ({                                                                                             \
        __typeof__(await call) value_ = otherwise;                                                 \
        within (duration) value_ = await call;                                                     \
        else value_ = otherwise;                                                                   \
        value_;                                                                                    \
    })

async int main(void) {
    printf("%d\n", IN_TIME(TARRY_SEC(1000), after(1, 5), -1) +
                       10 * IN_TIME(TARRY_MS(1), after(INT64_MAX, 6), 7) + await after(0, 100));
    return 0;
}

// expect: 175
