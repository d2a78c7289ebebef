// See tarry.c. No system has room for 300,000 threads: 3,000 exist at a time, and 10,000 molecules are
// enough to know what one costs.
#include <semaphore.h>

#include "../measure.h"
#include "../thread.h"

enum { MOLECULES = 10000, BATCH = 1000 };

static sem_t hydrogens, oxygens;
static pthread_barrier_t barrier;
static int bonds; // counted by the leader, before the three leave their semaphores

static void *atom(void *argument) {
    sem_t *places = argument;
    sem_wait(places);
    if (pthread_barrier_wait(&barrier) == PTHREAD_BARRIER_SERIAL_THREAD) {
        bonds++;
    }
    sem_post(places);
    return NULL;
}

int main(void) {
    static pthread_t threads[3 * BATCH];
    sem_init(&hydrogens, 0, 2);
    sem_init(&oxygens, 0, 1);
    pthread_barrier_init(&barrier, NULL, 3);
    double start = now_ns();
    for (int batch = 0; batch < MOLECULES / BATCH; batch++) {
        for (int i = 0; i < 3 * BATCH; i++) {
            threads[i] = start_thread(atom, i % 3 == 2 ? &oxygens : &hydrogens);
        }
        for (int i = 0; i < 3 * BATCH; i++) {
            pthread_join(threads[i], NULL);
        }
    }
    report("molecule", (now_ns() - start) / MOLECULES);
    return bonds == MOLECULES ? 0 : 1;
}
