// What a hand-written leaf future needs of the runtime, and nothing else of it: cancellation,
// budget, waking, the calling worker. sync, io and net include this.
//
// A leaf's poll: ask for cancellation; try without waiting, if the budget allows; else arrange a
// wake and return false. A spurious poll must be harmless. Whoever will wake the task must hold
// something that keeps it from ending (the lock of the wait list, the operation in flight), and
// wakes it while holding that.
#ifndef TARRY_RUNTIME_LEAF_H
#define TARRY_RUNTIME_LEAF_H

#include "runtime/task.h"

struct tarry__reactor;
struct tarry__descriptors;

// tarry__is_cancelled: whether the waits of the running task, where it is now, have to return
// -ECANCELED. For who does so then: a `within` around it is told that it refused this wait.
bool tarry__is_cancelled_here(struct tarry_context *cx); // its rare part
static inline bool tarry__is_cancelled(struct tarry_context *cx) {
    uint32_t cause = tarry__task_state(cx->task) & (TARRY__TASK_CANCELLED | TARRY__TASK_MARKED);
    return __builtin_expect(cause != 0, 0) && tarry__is_cancelled_here(cx);
}
// tarry__is_being_cancelled asks the same, for a wait that may still end well when it is given up;
// tarry__note_refusal says afterwards that it did not.
bool tarry__is_being_cancelled(struct tarry_context *cx);
void tarry__note_refusal(struct tarry_context *cx);

// tarry__budget_spend takes one of the waits that may be ready at once. False when none is left:
// the task has been woken to go to the end of its queue, and the leaf returns false.
void tarry__budget_is_spent(struct tarry_context *cx); // its rare part
static inline bool tarry__budget_spend(struct tarry_context *cx) {
    if (__builtin_expect(cx->budget-- > 0, 1)) {
        return true;
    }
    tarry__budget_is_spent(cx);
    return false;
}

// tarry__task_wake makes the task run (again). Only on a worker of the task's own runtime.
void tarry__task_wake(struct tarry_task *task);
// tarry__task_wake_self is tarry__task_wake of the task that is running: its worker queues it after the
// poll.
static inline void tarry__task_wake_self(struct tarry_context *cx) {
    cx->woken = true;
}
// tarry__task_wake_from_anywhere does so on any thread: a worker of the task's runtime, of another
// one, or no worker at all. Not in signal handlers. The caller holds what keeps the task from ending
// until this returns.
void tarry__task_wake_from_anywhere(struct tarry_task *task);

// The reactor of the worker that runs this poll; and, outside async code too, the descriptors and
// the reactor of the calling thread's runtime, NULL on a thread that is no worker.
struct tarry__reactor *tarry__reactor_here(void);
struct tarry__descriptors *tarry__descriptors_here(void);

#endif
