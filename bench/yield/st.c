// See tarry.c. A sleep of no time is how a thread gives its turn away.
#include <st.h>
#include <stdint.h>
#include <stdlib.h>

#include "../measure.h"

enum { SWITCHES = 10000000, THREADS_MAX = 1000 };

static void *take_turns(void *argument) {
    for (intptr_t turns = (intptr_t)argument; turns > 0; turns--) {
        st_usleep(0);
    }
    return NULL;
}

static double switches(int tasks) {
    static st_thread_t threads[THREADS_MAX];
    double start = now_ns();
    for (int i = 0; i < tasks; i++) {
        threads[i] =
            st_thread_create(take_turns, (void *)(intptr_t)(SWITCHES / tasks), 1, 16 * 1024);
    }
    for (int i = 0; i < tasks; i++) {
        st_thread_join(threads[i], NULL);
    }
    return (now_ns() - start) / SWITCHES;
}

int main(void) {
    st_set_eventsys(ST_EVENTSYS_ALT);
    if (st_init() < 0) {
        return 1;
    }
    report("two", switches(2));
    report("thousand", switches(1000));
    return 0;
}
