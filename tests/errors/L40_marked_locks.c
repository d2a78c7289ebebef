// A program's own locks, by TARRY_LOCKS, TARRY_TRYLOCKS and TARRY_UNLOCKS.
#include <pthread.h>
#include <stdbool.h>
#include <tarry.h>

struct queue {
    pthread_mutex_t mutex;
    int length;
};

TARRY_LOCKS(1) static void queue_lock(struct queue *queue) {
    pthread_mutex_lock(&queue->mutex);
}
TARRY_UNLOCKS(1) static void queue_unlock(struct queue *queue) {
    pthread_mutex_unlock(&queue->mutex);
}
static bool queue_try(int how, struct queue *queue) TARRY_TRYLOCKS(2, 1);
static bool queue_try(int how, struct queue *queue) {
    return how == 0 && pthread_mutex_trylock(&queue->mutex) == 0;
}
TARRY_LOCKS(world) static void stop_the_world(void) {
}
TARRY_UNLOCKS(world) static void start_the_world(void) {
}

static async int held(struct queue *queue) {
    queue_lock(queue);
    queue->length++;
    await tarry_yield(); // error: lock `queue`, taken in line 27, is held across this await [L40]
    queue_unlock(queue);
    return 0;
}

static async int other_unlocked(struct queue *queue) {
    queue_lock(queue);
    stop_the_world();
    queue_unlock(queue);
    await tarry_yield(); // error: lock `world`, taken in line 36, is held across this await
    start_the_world();
    return 0;
}

static async int tried(struct queue *queue) {
    if (queue_try(0, queue)) {
        await tarry_yield(); // error: lock `queue`, taken in line 44, is held across this await
        queue_unlock(queue);
    } else {
        await tarry_yield();
    }
    return 0;
}

async int main(void) {
    struct queue queue = {.mutex = PTHREAD_MUTEX_INITIALIZER};
    await held(&queue);
    await tried(&queue);
    return await other_unlocked(&queue);
}
