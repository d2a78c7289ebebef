// A scope inside a statement expression, and inside a macro that makes one.
#include <stdio.h>
#include <tarry.h>

static async int job(int n) {
    await tarry_yield();
    return n;
}

#define BOTH(first, second)                                                                        \
    ({                                                                                             \
        int a_ = 0, b_ = 0;                                                                        \
        concurrent (both_) {                                                                       \
            spawn (both_) a_ = first;                                                              \
            spawn (both_) b_ = second;                                                             \
        }                                                                                          \
        a_ + b_;                                                                                   \
    })

async int main(void) {
    int x = 1 + ({
                int r = 0;
                concurrent (s) {
                    spawn (s) r = job(5);
                }
                r;
            });
    printf("%d %d\n", x, BOTH(job(10), job(20)) * 2);
    return 0;
}

// expect: 6 60
