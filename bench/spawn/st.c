// See tarry.c. State Threads gives each its stack; it keeps those of ended ones. A million stacks are
// more mappings than the system allows, so the threads are started and joined a thousand at a time.
#include <st.h>
#include <stdlib.h>

#include "../measure.h"

enum { TASKS = 1000000, BATCH = 1000, ROUNDS = 3 };

static void *nothing(void *argument) {
    return argument;
}

static double round_of(void) {
    static st_thread_t threads[BATCH];
    double start = now_ns();
    for (int batch = 0; batch < TASKS / BATCH; batch++) {
        for (int i = 0; i < BATCH; i++) {
            threads[i] = st_thread_create(nothing, NULL, 1, 16 * 1024);
        }
        for (int i = 0; i < BATCH; i++) {
            st_thread_join(threads[i], NULL);
        }
    }
    return (now_ns() - start) / TASKS;
}

int main(void) {
    st_set_eventsys(ST_EVENTSYS_ALT);
    if (st_init() < 0) {
        return 1;
    }
    double warm[ROUNDS];
    report("cold", round_of());
    for (int i = 0; i < ROUNDS; i++) {
        warm[i] = round_of();
    }
    report("warm", median(warm, ROUNDS));
    return 0;
}
