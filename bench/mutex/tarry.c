// A hundred tasks that lock a mutex, count, and unlock it, 50,000 times each. Nanoseconds for each
// time.
#include <stdlib.h>
#include <tarry.h>

#include "../measure.h"

enum { TASKS = 100, TIMES = 50000 };

static struct tarry_mutex mutex;
static int counter;

static async void count(void) {
    for (int i = 0; i < TIMES; i++) {
        if (await tarry_mutex_lock(&mutex) < 0) {
            abort();
        }
        counter++;
        tarry_mutex_unlock(&mutex);
    }
}

async int main(void) {
    double start = now_ns();
    parallel (s) {
        for (int i = 0; i < TASKS; i++) {
            spawn (s) count();
        }
    }
    report("lock_unlock", (now_ns() - start) / (TASKS * TIMES));
    return counter == TASKS * TIMES ? 0 : 1;
}
