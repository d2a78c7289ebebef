// A task: what can be scheduled, woken and cancelled. A header of one cache line; right behind it
// the future it runs; right behind that, if its result is wanted, a pointer to where the result
// goes; and then the room for the separate frames its function can need (room.h, frame.c).
//
// This file holds the protocol of a task's state, and all its atomic operations.
//
// The state has two bits of scheduling and three of cancellation:
//   - WOKEN: the task has to be polled (again)
//   - RUNNING: a worker is polling it
//   - CANCELLED: its scope was cancelled: its waits fail, unless shielded. Never cleared
//   - MARKED: one of its own open scopes was, or is being, cancelled: its waits may have to fail.
//     Never cleared
//   - NOTICE: the same, and the children of the scopes inside have yet to be told, by the task's own
//     worker, which clears it after 3
// and RESULT, constant: the pointer behind the future is there; REFUSED, set by the task itself: a
// wait of it has failed because of CANCELLED (link.h); ENDED, for reports: it has ended, and is RUNNING
// only because its scope has not been told yet.
//
// Of WOKEN and RUNNING: none: PARKED. WOKEN: it is in exactly one queue, or about to be put into it
// by whoever made it so. RUNNING: being polled, in no queue. Both: being polled, and will be queued
// again by its worker.
//
// Legal changes:
//   1. new -> WOKEN by the spawner, before anyone else sees it
//   2. wake: fetch_or(WOKEN, acq_rel), any thread that holds something that keeps the task from
//      ending. PARKED before: the caller now owns the scheduling, and must push it to a queue. Else
//      nothing is left to do
//   3. start: WOKEN -> RUNNING by xor (acq_rel), by the worker that took it from its queue.
//      Acquires what every waker up to now released by 2, and what the last worker released by 4
//   4. stop: fetch_and(~RUNNING, acq_rel), after a poll that has to wait. Was WOKEN set meanwhile:
//      the worker still owns the scheduling, and queues it. Else it is PARKED, and no longer the
//      worker's: nothing of it may be touched
//   5. RUNNING -> gone, after the last poll. No waker is left then, by the rule in 2
//   6. cancel: as 2, with CANCELLED or with MARKED|NOTICE as well
//
// Whoever owns the scheduling (the worker in 3 to 4, the waker that won 2) may use and change
// `next`, `worker` and `pin`. `frame`, `open` and the future belong to the worker from 3 to 4.
// `scope`, `sibling_*`: see scope.c.
#ifndef TARRY_RUNTIME_TASK_H
#define TARRY_RUNTIME_TASK_H

#include <tarry/scope.h>

#include "base/atomic.h"

#include <assert.h>
#include <stddef.h>

enum tarry__task_state {
    TARRY__TASK_PARKED = 0,
    TARRY__TASK_WOKEN = 1,
    TARRY__TASK_RUNNING = 2,
    TARRY__TASK_CANCELLED = 4,
    TARRY__TASK_MARKED = 8,
    TARRY__TASK_NOTICE = 16,
    TARRY__TASK_RESULT = 32,
    TARRY__TASK_REFUSED = 64,
    TARRY__TASK_ENDED = 128,
};

struct tarry_task {
    struct tarry_task *next; // in a run queue or an inbox
    _Atomic uint32_t state;
    uint16_t worker;           // with pin > 0: the only worker that may run it
    uint16_t pin;              // how many reasons bind it to that worker
    struct tarry_scope *scope; // whose child it is; NULL for the root of a run
    struct tarry_task *sibling_next, *sibling_previous;
    struct tarry_frame *frame;     // its innermost separate frame; NULL: its own future
    struct tarry_scope_link *open; // what it has open, innermost first (link.h)
    const struct tarry_function *function;
};

_Static_assert(sizeof(struct tarry_task) == 64, "a task's header is one cache line");

static inline void *tarry__task_future(struct tarry_task *task) {
    return task + 1;
}

static inline struct tarry_task *tarry__task_of_future(void *future) {
    return (struct tarry_task *)future - 1;
}

static inline uint32_t tarry__task_state(struct tarry_task *task) {
    return tarry__load(&task->state, relaxed);
}

// After the last poll. That it undoes what a canceller does at the same time does not matter any more.
static inline void tarry__task_state_ended(struct tarry_task *task) {
    tarry__store(&task->state, tarry__task_state(task) | TARRY__TASK_ENDED, relaxed);
}

// 2 and 6. True: the caller has to schedule it.
static inline bool tarry__task_state_wake(struct tarry_task *task, uint32_t cancellation) {
    uint32_t old = tarry__quick_fetch_or(&task->state, TARRY__TASK_WOKEN | cancellation, acq_rel);
    return (old & (TARRY__TASK_WOKEN | TARRY__TASK_RUNNING)) == TARRY__TASK_PARKED;
}

// 3. Returns the other bits.
static inline uint32_t tarry__task_state_start(struct tarry_task *task) {
    uint32_t old =
        tarry__quick_fetch_xor(&task->state, TARRY__TASK_WOKEN | TARRY__TASK_RUNNING, acq_rel);
    assert((old & (TARRY__TASK_WOKEN | TARRY__TASK_RUNNING)) == TARRY__TASK_WOKEN);
    return old;
}

// 3, the part of NOTICE: acquires what the canceller released by 6.
static inline void tarry__task_state_noticed(struct tarry_task *task) {
    (void)tarry__quick_fetch_and(&task->state, ~(uint32_t)TARRY__TASK_NOTICE, acq_rel);
}

// 4. True: the caller has to queue it; false: hands off.
static inline bool tarry__task_state_stop(struct tarry_task *task) {
    uint32_t old = tarry__quick_fetch_and(&task->state, ~(uint32_t)TARRY__TASK_RUNNING, acq_rel);
    return old & TARRY__TASK_WOKEN;
}

// tarry__task_room and tarry__task_end: the room for frames is what lies between them.
void *tarry__task_room(struct tarry_task *task);
void *tarry__task_end(struct tarry_task *task);

// A queue of tasks through `next`, for one thread or behind a lock.
struct tarry__task_queue {
    struct tarry_task *first, *last;
    size_t count;
};

static inline void tarry__task_queue_push(struct tarry__task_queue *queue,
                                          struct tarry_task *task) {
    task->next = NULL;
    if (queue->first) {
        queue->last->next = task;
    } else {
        queue->first = task;
    }
    queue->last = task;
    queue->count++;
}

static inline struct tarry_task *tarry__task_queue_pop(struct tarry__task_queue *queue) {
    struct tarry_task *task = queue->first;
    if (task) {
        queue->first = task->next;
        queue->count--;
    }
    return task;
}

#endif
