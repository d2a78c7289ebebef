// See tarry.c. Threads on one processor that give their turns away with sched_yield.
#include <sched.h>
#include <stdint.h>

#include "../measure.h"
#include "../thread.h"

enum { SWITCHES = 1000000, THREADS_MAX = 1000 };

static pthread_barrier_t together;

static void *take_turns(void *argument) {
    pthread_barrier_wait(&together);
    for (intptr_t turns = (intptr_t)argument; turns > 0; turns--) {
        sched_yield();
    }
    return NULL;
}

static double switches(int count) {
    static pthread_t threads[THREADS_MAX];
    pthread_barrier_init(&together, NULL, (unsigned)count + 1);
    for (int i = 0; i < count; i++) {
        threads[i] = start_thread(take_turns, (void *)(intptr_t)(SWITCHES / count));
    }
    pthread_barrier_wait(&together);
    double start = now_ns();
    for (int i = 0; i < count; i++) {
        pthread_join(threads[i], NULL);
    }
    double each = (now_ns() - start) / SWITCHES;
    pthread_barrier_destroy(&together);
    return each;
}

int main(void) {
    report("two", switches(2));
    report("thousand", switches(1000));
    return 0;
}
