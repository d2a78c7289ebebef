// A mutex for tasks: who waits for it suspends, and its worker runs others. It may be held across
// awaits. Where it is not, a thread mutex (pthread_mutex_t) around a few lines is the cheaper and
// simpler choice: docs/sync.md.
//
//     struct tarry_mutex lock = {0};
//
//     int error = await tarry_mutex_lock(&lock);
//     if (error < 0)
//         return error;                          // cancelled, and not locked
//     defer tarry_mutex_unlock(&lock);
//
// Fair: first come, first served. Unlocked, it is handed to the first who waits; nobody can
// overtake him. (As Tokio's. A mutex that lets whoever runs take it has more throughput where many
// want it for a moment, and starves some.)
#ifndef TARRY_MUTEX_H
#define TARRY_MUTEX_H

#include <tarry/wait.h>
#include <tarry/words.h>

#ifdef __cplusplus
extern "C" {
#endif

// All zero is valid, and unlocked. Nothing has to be destroyed. Every field is private.
struct tarry_mutex {
    uintptr_t state; // 0: unlocked; else who holds it, and two bits
    struct tarry_waiter *waiters;
    uint32_t vain; // how often looking whether it is unlocked, before waiting, was in vain
};

#define TARRY_MUTEX_INIT                                                                           \
    { 0, NULL, 0 }

struct tarry_mutex_lock__future {
    int result;
    unsigned short state;
    struct tarry_mutex *mutex;
    struct tarry_waiter waiter;
};
bool tarry_mutex_lock__poll(void *future, struct tarry_context *cx);
extern const struct tarry_function tarry_mutex_lock__function;

// tarry_mutex_lock locks the mutex for the running task. Returns 0; or -ECANCELED, and does not
// hold it. A wait that was handed the mutex before it saw its cancellation returns 0, and has it.
// Suspends if somebody else holds it. Cancellable. From tasks of any runtime. Not recursive:
// locking what the task holds already is a misuse, but two arms of one race may wait for each
// other.
_Async int tarry_mutex_lock(struct tarry_mutex *mutex) TARRY__LIBRARY TARRY__MUST_USE;

// tarry_mutex_try_lock locks the mutex, for the running task or, outside of tasks, the thread, if
// nobody holds it. Returns 0, or -EAGAIN. Never suspends. Any thread.
int tarry_mutex_try_lock(struct tarry_mutex *mutex) TARRY__MUST_USE;

// tarry_mutex_unlock unlocks the mutex, or hands it to the first who waits. Only for who locked it:
// the same task, or the same thread. (Tokio's guard may travel to another task; here a semaphore of
// one permit is what may.) Never suspends. The mutex may be freed as soon as nobody can lock it any
// more, by whoever locked it last.
void tarry_mutex_unlock(struct tarry_mutex *mutex);

#ifdef __cplusplus
}
#endif
#endif
