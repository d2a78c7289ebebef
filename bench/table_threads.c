// The threads' column of the table that bench/table prints. See table.c for what is measured, and
// how.
#define _GNU_SOURCE
#include <errno.h>
#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <sys/syscall.h>

#include "measure.h"

enum { BATCHES = 100, BATCH = 100, SWITCHES = 100000, PIPE_SWITCHES = 100000, SLEEPERS = 1000 };

static void start(pthread_t *thread, void *(*function)(void *), void *argument) {
    int error = pthread_create(thread, NULL, function, argument);
    if (error != 0) {
        fprintf(stderr, "table_threads: cannot start a thread: %s\n", strerror(error));
        exit(1);
    }
}

static void *nothing(void *argument) {
    return argument;
}

static void creation(void) {
    double begin = now_ns();
    for (int batch = 0; batch < BATCHES; batch++) {
        pthread_t threads[BATCH];
        for (int i = 0; i < BATCH; i++) {
            start(&threads[i], nothing, NULL);
        }
        for (int i = 0; i < BATCH; i++) {
            pthread_join(threads[i], NULL);
        }
    }
    report("creation", (now_ns() - begin) / (BATCHES * BATCH));
}

// Keeps this thread, and those it starts, on the processor it is on: handing over within one
// processor is faster than waking another.
static void stay_on_this_processor(void) {
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(sched_getcpu(), &set);
    sched_setaffinity(0, sizeof set, &set);
}

static atomic_int turn;

static void take_turns(int me) {
    for (int i = 0; i < SWITCHES / 2; i++) {
        int whose;
        while ((whose = atomic_load(&turn)) != me) {
            syscall(SYS_futex, &turn, FUTEX_WAIT_PRIVATE, whose, NULL, NULL, 0);
        }
        atomic_store(&turn, !me);
        syscall(SYS_futex, &turn, FUTEX_WAKE_PRIVATE, 1, NULL, NULL, 0);
    }
}

static void *second(void *argument) {
    take_turns(1);
    return argument;
}

static void switches(void) {
    pthread_t thread;
    start(&thread, second, NULL);
    double begin = now_ns();
    take_turns(0);
    pthread_join(thread, NULL);
    report("switch", (now_ns() - begin) / SWITCHES);
}

static int there[2], back[2];

static void *answer(void *argument) {
    char byte;
    while (read(there[0], &byte, 1) == 1 && write(back[1], &byte, 1) == 1) {
    }
    return argument;
}

static void pipe_switches(void) {
    pthread_t thread;
    char byte = 'x';
    if (pipe(there) < 0 || pipe(back) < 0) {
        exit(1);
    }
    start(&thread, answer, NULL);
    double begin = now_ns();
    for (int i = 0; i < PIPE_SWITCHES / 2; i++) {
        if (write(there[1], &byte, 1) != 1 || read(back[0], &byte, 1) != 1) {
            exit(1);
        }
    }
    report("pipe", (now_ns() - begin) / PIPE_SWITCHES);
    close(there[1]);
    pthread_join(thread, NULL);
}

static atomic_int asleep;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void *sleeper(void *argument) {
    atomic_fetch_add(&asleep, 1);
    pthread_mutex_lock(&lock); // sleeps until all of them have been counted
    pthread_mutex_unlock(&lock);
    return argument;
}

static void memory(void) {
    pthread_t threads[SLEEPERS];
    double before = memory_bytes();
    pthread_mutex_lock(&lock);
    for (int i = 0; i < SLEEPERS; i++) {
        start(&threads[i], sleeper, NULL);
    }
    while (atomic_load(&asleep) < SLEEPERS) {
        usleep(1000);
    }
    usleep(10000);
    report("memory", (memory_bytes() - before) / SLEEPERS);
    pthread_mutex_unlock(&lock);
    for (int i = 0; i < SLEEPERS; i++) {
        pthread_join(threads[i], NULL);
    }
}

int main(void) {
    memory();
    creation();
    stay_on_this_processor();
    switches();
    pipe_switches();
    return 0;
}
