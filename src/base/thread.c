// The thread door, see thread.h.
#include "base/thread.h"

#include "base/atomic.h"
#include "base/memory.h"

#include <assert.h>
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <time.h>

static _Atomic(tarry__thread_fault *) fault_hook;

struct start {
    void (*main)(void *argument);
    void *argument;
    char name[16];
};

void tarry__thread_fault_set(tarry__thread_fault *fault) {
    tarry__store(&fault_hook, fault, release);
}

static void must(int error) {
    assert(error == 0);
    (void)error;
}

static void *thread_main(void *argument) {
    struct start start = *(struct start *)argument;
    tarry__memory_free(argument);
    pthread_setname_np(pthread_self(), start.name);
    start.main(start.argument);
    return NULL;
}

// Everything but what a thread raises by its own doing, and the profiler's signal, which is meant
// for whoever runs.
static void blocked_signals(sigset_t *out_set) {
    static const int open[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGTRAP, SIGSYS, SIGPROF};
    sigfillset(out_set);
    for (size_t i = 0; i < sizeof open / sizeof *open; i++) {
        sigdelset(out_set, open[i]);
    }
}

int tarry__thread_start(struct tarry__thread *thread, const char *name,
                        void (*main)(void *argument), void *argument) {
    tarry__thread_fault *fault = tarry__load(&fault_hook, acquire);
    if (fault && fault()) {
        return -EAGAIN;
    }
    struct start *start = tarry__memory_new(sizeof *start, _Alignof(struct start));
    if (!start) {
        return -ENOMEM;
    }
    start->main = main;
    start->argument = argument;
    strncpy(start->name, name, sizeof start->name - 1);
    start->name[sizeof start->name - 1] = '\0';
    sigset_t blocked, before;
    blocked_signals(&blocked);
    pthread_sigmask(SIG_SETMASK, &blocked, &before);
    int error = pthread_create(&thread->handle, NULL, thread_main, start);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (error) {
        tarry__memory_free(start);
    }
    return -error;
}

void tarry__thread_join(struct tarry__thread *thread) {
    must(pthread_join(thread->handle, NULL));
}

static _Atomic(tarry__thread_child *) fork_child; // the same one, whoever writes it

static void watch_forks(void) {
    (void)pthread_atfork(NULL, NULL, tarry__load(&fork_child, relaxed));
}

void tarry__thread_at_fork(tarry__thread_child *child) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    tarry__store(&fork_child, child, relaxed);
    must(pthread_once(&once, watch_forks));
}

void tarry__mutex_init(struct tarry__mutex *mutex) {
    must(pthread_mutex_init(&mutex->handle, NULL));
}

void tarry__mutex_destroy(struct tarry__mutex *mutex) {
    must(pthread_mutex_destroy(&mutex->handle));
}

void tarry__mutex_lock(struct tarry__mutex *mutex) {
    must(pthread_mutex_lock(&mutex->handle));
}

void tarry__mutex_unlock(struct tarry__mutex *mutex) {
    must(pthread_mutex_unlock(&mutex->handle));
}

void tarry__condition_init(struct tarry__condition *condition) {
    pthread_condattr_t attributes;
    must(pthread_condattr_init(&attributes));
    must(pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC));
    must(pthread_cond_init(&condition->handle, &attributes));
    must(pthread_condattr_destroy(&attributes));
}

void tarry__condition_destroy(struct tarry__condition *condition) {
    must(pthread_cond_destroy(&condition->handle));
}

void tarry__condition_signal(struct tarry__condition *condition) {
    must(pthread_cond_signal(&condition->handle));
}

void tarry__condition_broadcast(struct tarry__condition *condition) {
    must(pthread_cond_broadcast(&condition->handle));
}

bool tarry__condition_wait(struct tarry__condition *condition, struct tarry__mutex *mutex,
                           int64_t deadline) {
    if (deadline == INT64_MAX) {
        must(pthread_cond_wait(&condition->handle, &mutex->handle));
        return true;
    }
    struct timespec until = {deadline / 1000000000, deadline % 1000000000};
    int error = pthread_cond_timedwait(&condition->handle, &mutex->handle, &until);
    assert(error == 0 || error == ETIMEDOUT);
    return error == 0;
}
