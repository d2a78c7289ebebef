// Locks of threads that are not held at any await, in ways a checker has to follow to know.
#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <tarry.h>
#include <threads.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_rwlock_t table = PTHREAD_RWLOCK_INITIALIZER;
static mtx_t plain;
static int value;

struct queue {
    pthread_mutex_t lock;
    int items[4];
    int length;
};

// On each of several ways out.
static async int several_paths(int n) {
    pthread_mutex_lock(&mutex);
    if (n < 0) {
        pthread_mutex_unlock(&mutex);
        await tarry_yield();
        return -1;
    }
    switch (n) {
    case 0:
        value = 1;
        pthread_mutex_unlock(&mutex);
        break;
    case 1:
        value = 2;
        // fall through
        __attribute__((fallthrough));
    case 2:
        pthread_mutex_unlock(&mutex);
        await tarry_yield();
        return 1;
    default:
        goto unlock;
    }
    await tarry_yield();
    return 0;
unlock:
    pthread_mutex_unlock(&mutex);
    await tarry_yield();
    return 2;
}

// In a loop: locked and unlocked in each turn, with an await in between; and the loop of every consumer.
static async int loops(struct queue *queue) {
    int sum = 0;
    for (int i = 0; i < 3; i++) {
        pthread_mutex_lock(&queue->lock);
        queue->items[queue->length++] = i;
        pthread_mutex_unlock(&queue->lock);
        await tarry_yield();
    }
    for (;;) {
        pthread_mutex_lock(&(queue->lock));
        if (queue->length == 0) {
            pthread_mutex_unlock(&queue->lock);
            await tarry_yield();
            break;
        }
        if (queue->length == 2) {
            queue->length--;
            pthread_mutex_unlock(&queue->lock);
            await tarry_yield();
            continue;
        }
        sum += queue->items[--queue->length];
        pthread_mutex_unlock(&queue->lock);
    }
    return sum;
}

// A deferred unlock runs at the end of its block, before what follows.
static async int deferred(void) {
    {
        pthread_mutex_lock(&mutex);
        defer pthread_mutex_unlock(&mutex);
        if (value > 100)
            return -1;
        value++;
    }
    await tarry_yield();
    for (int i = 0; i < 2; i++) {
        {
            mtx_lock(&plain);
            defer mtx_unlock(&plain);
            if (i == 1)
                break;
        }
        await tarry_yield();
    }
    await tarry_yield();
    return 0;
}

static void unlock_mutex(pthread_mutex_t **held) {
    pthread_mutex_unlock(*held);
}

// A lock that could not be taken is not held.
static async int refused(void) {
    int error = pthread_rwlock_rdlock(&table);
    if (error != 0) {
        await tarry_yield();
        return -error;
    }
    pthread_rwlock_unlock(&table);
    if ((error = pthread_mutex_lock(&mutex)))
        return await tarry_sleep(TARRY_NS(1));
    pthread_mutex_unlock(&mutex);
    while (pthread_mutex_trylock(&mutex) != 0)
        await tarry_yield();
    pthread_mutex_unlock(&mutex);
    while (pthread_mutex_trylock(&mutex) == EBUSY) {
        await tarry_yield();
    }
    pthread_mutex_unlock(&mutex);
    bool held = pthread_rwlock_trywrlock(&table) == 0;
    if (held) {
        value++;
        pthread_rwlock_unlock(&table);
    }
    await tarry_yield();
    int result = mtx_trylock(&plain);
    if (result != thrd_success || value < 0) {
        if (result == thrd_success)
            mtx_unlock(&plain);
        await tarry_yield();
        return 0;
    }
    mtx_unlock(&plain);
    await tarry_yield();
    return 0;
}

// Under a condition, and released under the same.
static async int conditional(bool locks, const struct queue *queue) {
    if (locks)
        pthread_mutex_lock(&mutex);
    value++;
    if (locks)
        pthread_mutex_unlock(&mutex);
    await tarry_yield();
    if (!locks && queue->length > 0) {
        pthread_mutex_lock(&mutex);
    }
    value++;
    if (queue->length > 0 && !locks) {
        pthread_mutex_unlock(&mutex);
    }
    await tarry_yield();
    return 0;
}

// Under another name: of which a checker cannot know that it is the same lock.
static void release_all(struct queue *queue) {
    pthread_mutex_unlock(&queue->lock);
}

static async int other_names(struct queue *queue) {
    pthread_mutex_t *lock = &queue->lock;
    pthread_mutex_lock(lock);
    pthread_mutex_unlock(&queue->lock);
    await tarry_yield();
    pthread_mutex_lock(&queue->lock);
    release_all(queue);
    await tarry_yield();
    struct queue queues[2];
    for (int i = 0; i < 2; i++)
        pthread_mutex_init(&queues[i].lock, NULL);
    for (int i = 0; i < 2; i++)
        pthread_mutex_lock(&queues[i].lock);
    for (int i = 2; i-- > 0;)
        pthread_mutex_unlock(&queues[i].lock);
    await tarry_yield();
    {
        __attribute__((cleanup(unlock_mutex))) pthread_mutex_t *held = lock;
        pthread_mutex_lock(held);
        value++;
    }
    await tarry_yield();
    return 0;
}

// Macros that make a block with a lock, of a loop that is passed once.
#define WITH_LOCK(mutex)                                                                                               \
    for (int once = (pthread_mutex_lock(mutex), 1); once; once = 0, pthread_mutex_unlock(mutex))
#define LOCKED(mutex)                                                                                                  \
    for (void *done = (pthread_mutex_lock(mutex), NULL); !done; pthread_mutex_unlock(mutex), done = (void *)1)

static async int macros(int n) {
    WITH_LOCK(&mutex) {
        value += n;
    }
    await tarry_yield();
    LOCKED(&mutex) value -= n;
    await tarry_yield();
    bool is_locked = false;
    for (int i = 0; i < n; i++) {
        if (!is_locked) {
            pthread_mutex_lock(&mutex);
            is_locked = true;
        }
        value++;
        if (i % 2 && is_locked) {
            pthread_mutex_unlock(&mutex);
            is_locked = false;
        }
    }
    if (is_locked)
        pthread_mutex_unlock(&mutex);
    return 0;
}

async int main(void) {
    struct queue queue = {.lock = PTHREAD_MUTEX_INITIALIZER};
    mtx_init(&plain, mtx_plain);
    int sum = 0;
    for (int i = -1; i < 4; i++)
        sum += await several_paths(i);
    printf("%d\n", sum);
    printf("%d\n", await loops(&queue));
    printf("%d\n", await deferred());
    printf("%d\n", await refused());
    await conditional(true, &queue);
    await conditional(false, &queue);
    printf("%d\n", await other_names(&queue));
    printf("%d\n", await macros(3));
    return 0;
}
// expect: 3
// expect: 2
// expect: 0
// expect: 0
// expect: 0
// expect: 0
