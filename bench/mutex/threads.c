// See tarry.c.
#include "../measure.h"
#include "../thread.h"

enum { THREADS = 100, TIMES = 50000 };

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static int counter;

static void *count(void *argument) {
    for (int i = 0; i < TIMES; i++) {
        pthread_mutex_lock(&mutex);
        counter++;
        pthread_mutex_unlock(&mutex);
    }
    return argument;
}

int main(void) {
    static pthread_t threads[THREADS];
    double start = now_ns();
    for (int i = 0; i < THREADS; i++) {
        threads[i] = start_thread(count, NULL);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], NULL);
    }
    report("lock_unlock", (now_ns() - start) / (THREADS * TIMES));
    return counter == THREADS * TIMES ? 0 : 1;
}
