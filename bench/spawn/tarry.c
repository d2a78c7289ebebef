// A million tasks that do nothing are started, then all are waited for. Nanoseconds for each: in the
// first round, with memory never touched before; and the median of the rounds after it.
#include <stdlib.h>
#include <tarry.h>

#include "../measure.h"

enum { TASKS = 1000000, ROUNDS = 7 };

static async int nothing(int i) {
    return i;
}

static async double round_of(void) {
    double start = now_ns();
    if (measure_workers() == 1) {
        concurrent (s) {
            for (int i = 0; i < TASKS; i++) {
                spawn (s) nothing(i);
            }
        }
    } else {
        parallel (s) {
            for (int i = 0; i < TASKS; i++) {
                spawn (s) nothing(i);
            }
        }
    }
    return (now_ns() - start) / TASKS;
}

async int main(void) {
    double warm[ROUNDS];
    report("cold", await round_of());
    for (int i = 0; i < ROUNDS; i++) {
        warm[i] = await round_of();
    }
    report("warm", median(warm, ROUNDS));
    return 0;
}
