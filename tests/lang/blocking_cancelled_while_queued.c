// A call that no thread of the pool has begun is taken back when it is cancelled: it is never made, and its
// result is -ECANCELED if it is a signed integer, else zero; errno is ECANCELED.
#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <tarry.h>

enum { THREADS = 512 }; // of the pool

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static int running, opened, made;

static int occupy(void) {
    pthread_mutex_lock(&mutex);
    running++;
    pthread_cond_broadcast(&changed);
    while (!opened)
        pthread_cond_wait(&changed, &mutex);
    pthread_mutex_unlock(&mutex);
    return 0;
}

static int make(void) {
    made++;
    return 1;
}

static const char *text(void) {
    made++;
    return "text";
}

static async void occupier(void) {
    await blocking(occupy());
}

static async int number(void) {
    int n = await blocking(make());
    int error = errno;
    return n == -ECANCELED && error == ECANCELED;
}

static async int string(void) {
    const char *s = await blocking(text());
    int error = errno;
    return s == NULL && error == ECANCELED;
}

static int is_full(void) {
    pthread_mutex_lock(&mutex);
    int full = running;
    pthread_mutex_unlock(&mutex);
    return full;
}

async int main(void) {
    int a = 0, b = 0, full = 0;
    concurrent (busy) {
        for (int i = 0; i < THREADS; i++)
            spawn (busy) occupier();
        // A small machine may start fewer: then the rest queues just the same.
        for (int before = -1; full < THREADS && (before < full || full == 0);) {
            before = full;
            await tarry_sleep(TARRY_MS(100));
            full = is_full();
        }
        concurrent (queued) {
            spawn (queued) a = number();
            spawn (queued) b = string();
            await tarry_sleep(TARRY_MS(1));
            tarry_cancel(&queued);
        }
        printf("%d %d %d\n", a, b, made);
        pthread_mutex_lock(&mutex);
        opened = 1;
        pthread_cond_broadcast(&changed);
        pthread_mutex_unlock(&mutex);
    }
    return 0;
}

// expect: 1 1 0
