// While a call blocks a thread of the pool the tasks of the worker go on.
// env: TARRY_WORKERS=1
#include <pthread.h>
#include <stdio.h>
#include <tarry.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int opened;

static int wait_until_open(pthread_t caller) {
    pthread_mutex_lock(&mutex);
    while (!opened)
        pthread_cond_wait(&changed, &mutex);
    pthread_mutex_unlock(&mutex);
    return !pthread_equal(caller, pthread_self());
}

static async int waiter(void) {
    return await blocking(wait_until_open(pthread_self()));
}

static async void opener(void) {
    for (int i = 0; i < 5; i++)
        await tarry_sleep(TARRY_MS(1));
    pthread_mutex_lock(&mutex);
    opened = 1;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&mutex);
}

async int main(void) {
    int elsewhere = 0;
    concurrent (s) {
        spawn (s) elsewhere = waiter();
        spawn (s) opener();
    }
    printf("%d\n", elsewhere);
    return 0;
}

// expect: 1
