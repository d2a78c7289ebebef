// What C compiled without tarrycc does: calls an async function, on a thread with 64 KiB of stack.
#include <pthread.h>
#include <stddef.h>

int fibs(int n);

static void *run(void *result) {
    *(int *)result = fibs(15);
    return NULL;
}

int on_a_small_stack(void) {
    pthread_attr_t attributes;
    pthread_t thread;
    int result = -1;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, 64 << 10);
    if (pthread_create(&thread, &attributes, run, &result) == 0) {
        pthread_join(thread, NULL);
    }
    pthread_attr_destroy(&attributes);
    return result;
}
