// See tarry.c. No system has room for a million threads, so they are started and joined a thousand at
// a time; and 20,000 are enough to know what one costs.
#include "../measure.h"
#include "../thread.h"

enum { THREADS = 20000, BATCH = 1000, ROUNDS = 3 };

static void *nothing(void *argument) {
    return argument;
}

static double round_of(void) {
    static pthread_t threads[BATCH];
    double start = now_ns();
    for (int batch = 0; batch < THREADS / BATCH; batch++) {
        for (int i = 0; i < BATCH; i++) {
            threads[i] = start_thread(nothing, NULL);
        }
        for (int i = 0; i < BATCH; i++) {
            pthread_join(threads[i], NULL);
        }
    }
    return (now_ns() - start) / THREADS;
}

int main(void) {
    double warm[ROUNDS];
    report("cold", round_of());
    for (int i = 0; i < ROUNDS; i++) {
        warm[i] = round_of();
    }
    report("warm", median(warm, ROUNDS));
    return 0;
}
