// The jobs of jobs.c, each on a thread of its own. Fine for three, and for a hundred. But every
// thread costs a stack and a place in the kernel's tables, and sooner or later there is no room for
// one more.
//
//     cc jobs_threads.c -o jobs_threads -pthread
//     ./jobs_threads 100000
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void *job(void *argument) {
    int n = (int)(intptr_t)argument;
    printf("start %d\n", n);
    sleep(1);
    printf("end %d\n", n);
    return NULL;
}

int main(int argc, char **argv) {
    int count = argc > 1 ? atoi(argv[1]) : 3, started = 0, error = 0;
    pthread_t *threads = calloc((size_t)count, sizeof *threads);
    if (threads == NULL) {
        fprintf(stderr, "No memory to keep track of %d threads.\n", count);
        return 1;
    }
    printf("Run %d jobs at the same time...\n\n", count);
    while (started < count) {
        error = pthread_create(&threads[started], NULL, job, (void *)(intptr_t)(started + 1));
        if (error != 0) {
            break;
        }
        started++;
    }
    for (int i = 0; i < started; i++) {
        pthread_join(threads[i], NULL);
    }
    free(threads);
    if (error != 0) {
        fprintf(stderr, "Only %d of %d jobs ran. Thread %d could not be started: %s.\n", started,
                count, started + 1, strerror(error));
        return 1;
    }
    return 0;
}
