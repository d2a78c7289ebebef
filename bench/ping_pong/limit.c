// What two processors can do at best: a cache line goes to the other one and comes back. Each thread
// spins, and stays where it is. With one worker there is no such limit, and nothing is told.
#define _GNU_SOURCE
#include <sched.h>
#include <stdatomic.h>

#include "../measure.h"
#include "../thread.h"

enum { ROUND_TRIPS = 5000000 };

static _Alignas(128) atomic_int ball;

static void stay_on(int processor) {
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(processor, &set);
    sched_setaffinity(0, sizeof set, &set);
}

static void await_ball(int value) {
    while (atomic_load_explicit(&ball, memory_order_acquire) != value) {
    }
}

static void *other(void *argument) {
    stay_on(1);
    for (int i = 0; i < ROUND_TRIPS; i++) {
        await_ball(2 * i + 1);
        atomic_store_explicit(&ball, 2 * i + 2, memory_order_release);
    }
    return argument;
}

int main(void) {
    if (measure_workers() == 1) {
        return 0;
    }
    pthread_t thread = start_thread(other, NULL);
    stay_on(0);
    double start = now_ns();
    for (int i = 0; i < ROUND_TRIPS; i++) {
        atomic_store_explicit(&ball, 2 * i + 1, memory_order_release);
        await_ball(2 * i + 2);
    }
    report("round_trip", (now_ns() - start) / ROUND_TRIPS);
    pthread_join(thread, NULL);
    return 0;
}
