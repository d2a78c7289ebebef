// A lock taken by await blocking would belong to the pool's thread; and a race and a time limit are waits too.
#include <pthread.h>
#include <tarry.h>
#include <threads.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

static async int on_the_pool(mtx_t *other) {
    int error = await blocking(pthread_mutex_lock(&mutex)); // error: `pthread_mutex_lock` would lock on another thread, and only that one can unlock [L40]
    error += await blocking(mtx_timedlock(other, NULL));    // error: `mtx_timedlock` would lock on another thread
    pthread_mutex_unlock(&mutex);
    return error;
}

static int work(void) {
    return 1;
}

static async int waits(int n) {
    pthread_mutex_lock(&mutex);
    race {
        when (await tarry_sleep(n)) n++; // error: lock `&mutex`, taken in line 20, is held across this await
        when (n = await tarry_sleep(TARRY_NS(1))) n--;
    }
    pthread_mutex_unlock(&mutex);
    within (TARRY_SEC(1)) {
        pthread_mutex_lock(&mutex);
        n += await blocking(work()); // error: lock `&mutex`, taken in line 27, is held across this await
        pthread_mutex_unlock(&mutex);
    }
    return n;
}

async int main(void) {
    mtx_t other;
    mtx_init(&other, mtx_timed);
    return await on_the_pool(&other) + await waits(1);
}
