// The TRY idiom: a macro that awaits and returns from the function on an error.
#include <stdio.h>
#include <tarry.h>

#define TRY(expression)                                                                            \
    ({                                                                                             \
        int try_result_ = (expression);                                                            \
        if (try_result_ < 0) {                                                                     \
            return try_result_;                                                                    \
        }                                                                                          \
        try_result_;                                                                               \
    })

static async int step(int x) {
    if (x & 1) {
        await tarry_yield();
    }
    printf("step %d\n", x);
    return x;
}

static async int all(int a, int b, int c) {
    int sum = TRY(await step(a));
    TRY(await step(b));
    sum += TRY(await step(b)) + TRY(await step(c));
    return sum;
}

async int main(void) {
    printf("%d\n", await all(1, 2, 3));
    printf("%d\n", await all(1, 2, -3));
    printf("%d\n", await all(-5, 2, 3));
    return 0;
}

// expect: step 1
// expect: step 2
// expect: step 2
// expect: step 3
// expect: 6
// expect: step 1
// expect: step 2
// expect: step 2
// expect: step -3
// expect: -3
// expect: step -5
// expect: -5
