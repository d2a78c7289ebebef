// See tarry.c. A thread for each item, as it is a task for each there; 20,000 items are enough to know
// what one costs.
#include <semaphore.h>
#include <stdint.h>

#include "../measure.h"
#include "../thread.h"

enum { ITEMS = 20000, LIMIT = 10, ROUNDS = 3 };

static int results[ITEMS];
static sem_t places;

static void *item(void *argument) {
    results[(intptr_t)argument] = (int)(intptr_t)argument;
    sem_post(&places);
    return NULL;
}

static double round_of(void) {
    double start = now_ns();
    for (intptr_t i = 0; i < ITEMS; i++) {
        sem_wait(&places);
        pthread_detach(start_thread(item, (void *)i));
    }
    for (int i = 0; i < LIMIT; i++) {
        sem_wait(&places);
    }
    double each = (now_ns() - start) / ITEMS;
    for (int i = 0; i < LIMIT; i++) {
        sem_post(&places);
    }
    return each;
}

int main(void) {
    sem_init(&places, 0, LIMIT);
    double rounds[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
        rounds[i] = round_of();
    }
    report("item", median(rounds, ROUNDS));
    return 0;
}
