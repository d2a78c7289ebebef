// The thread door: threads, and the mutex and condition they sleep on. Only what has no task to
// wait with uses these: workers park in their reactor instead.
#ifndef TARRY_BASE_THREAD_H
#define TARRY_BASE_THREAD_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

struct tarry__thread {
    pthread_t handle;
};

// A test's fault injector: true makes the start of a thread fail with -EAGAIN. Set it while no
// runtime runs.
typedef bool tarry__thread_fault(void);
void tarry__thread_fault_set(tarry__thread_fault *fault);

// tarry__thread_start runs main(argument) on a new thread called `name` (15 characters at most),
// with all signals blocked but the faults a thread causes itself, and SIGPROF. 0; -EAGAIN, -ENOMEM.
// Each started thread must be joined.
int tarry__thread_start(struct tarry__thread *thread, const char *name,
                        void (*main)(void *argument), void *argument);
void tarry__thread_join(struct tarry__thread *thread);

// tarry__thread_at_fork: `child` is called first thing in each process that fork(2) makes from now on. The same one always;
// without memory for it, never. Any thread.
typedef void tarry__thread_child(void);
void tarry__thread_at_fork(tarry__thread_child *child);

struct tarry__mutex {
    pthread_mutex_t handle;
};

struct tarry__condition {
    pthread_cond_t handle;
};

void tarry__mutex_init(struct tarry__mutex *mutex);
void tarry__mutex_destroy(struct tarry__mutex *mutex);
void tarry__mutex_lock(struct tarry__mutex *mutex);
void tarry__mutex_unlock(struct tarry__mutex *mutex);
void tarry__condition_init(struct tarry__condition *condition);
void tarry__condition_destroy(struct tarry__condition *condition);
void tarry__condition_signal(struct tarry__condition *condition);
void tarry__condition_broadcast(struct tarry__condition *condition);
// tarry__condition_wait waits until signalled or until `deadline` (tarry__clock_now's time;
// INT64_MAX: for ever). False when the time was up. May return early.
bool tarry__condition_wait(struct tarry__condition *condition, struct tarry__mutex *mutex,
                           int64_t deadline);

#endif
