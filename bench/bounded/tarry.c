// A hundred thousand items that need nothing are handled by ten tasks at a time, each item by a task
// of its own. Nanoseconds an item.
#include <stdlib.h>
#include <tarry.h>

#include "../measure.h"

enum { ITEMS = 100000, LIMIT = 10, ROUNDS = 5 };

static int results[ITEMS];

static async int item(int i) {
    return i;
}

static async double round_of(void) {
    double start = now_ns();
    if (measure_workers() == 1) {
        concurrent (s, .limit = LIMIT) {
            for (int i = 0; i < ITEMS; i++) {
                await spawn (s) results[i] = item(i);
            }
        }
    } else {
        parallel (s, .limit = LIMIT) {
            for (int i = 0; i < ITEMS; i++) {
                await spawn (s) results[i] = item(i);
            }
        }
    }
    return (now_ns() - start) / ITEMS;
}

async int main(void) {
    double rounds[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
        rounds[i] = await round_of();
    }
    report("item", median(rounds, ROUNDS));
    return 0;
}
