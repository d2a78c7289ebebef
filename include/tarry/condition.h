// A condition: tasks that hold a mutex wait until another one has changed what it guards.
//
//     int error = await tarry_mutex_lock(&queue->mutex);
//     if (error < 0)
//         return error;
//     defer tarry_mutex_unlock(&queue->mutex);
//     while (queue->count == 0) {
//         error = await tarry_condition_wait(&queue->not_empty, &queue->mutex);
//         if (error < 0)
//             return error;                      // cancelled; the mutex is held
//     }
//
// As POSIX's, but that no wait returns without a signal, and that who is signalled is handed the
// mutex in his turn, without waking up to find it taken. The loop is needed all the same: those
// before him may have changed things back. `within` is its timed wait. (Tokio has none; its Notify,
// tarry/notify.h, knows no mutex.)
#ifndef TARRY_CONDITION_H
#define TARRY_CONDITION_H

#include <tarry/mutex.h>

#ifdef __cplusplus
extern "C" {
#endif

// All zero is valid. Nothing has to be destroyed; it has to stay until the waits have returned.
// Every field is private.
struct tarry_condition {
    struct tarry_waiter *waiters;
    uint32_t lock; // guards `waiters`
};

#define TARRY_CONDITION_INIT                                                                       \
    { NULL, 0 }

struct tarry_condition_wait__future {
    int result;
    unsigned short state;
    bool signalled;
    struct tarry_condition *condition;
    struct tarry_mutex *mutex;
    struct tarry_waiter waiter;
};
bool tarry_condition_wait__poll(void *future, struct tarry_context *cx);
extern const struct tarry_function tarry_condition_wait__function;

// tarry_condition_wait unlocks the mutex, which the task holds, waits for a signal, and locks it
// again. A signal that comes after it unlocked is not missed. Returns 0; or -ECANCELED, with no
// signal taken. The task holds the mutex in any case, so a cancelled wait too returns only when it
// can have it. A wait that was signalled before it saw its cancellation returns 0: no signal is
// lost. Suspends. Cancellable. From tasks of any runtime.
_Async int tarry_condition_wait(struct tarry_condition *condition,
                                struct tarry_mutex *mutex) TARRY__LIBRARY TARRY__MUST_USE;

// tarry_condition_signal ends the wait of who has waited longest, if anybody waits;
// tarry_condition_broadcast that of all who wait now. They are handed the mutex one after the
// other, behind those who wait for it already. The caller need not hold it. Never suspend. Any
// thread.
void tarry_condition_signal(struct tarry_condition *condition);
void tarry_condition_broadcast(struct tarry_condition *condition);

#ifdef __cplusplus
}
#endif
#endif
