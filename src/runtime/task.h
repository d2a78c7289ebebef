// A task: what can be scheduled, woken and cancelled. A header of one cache line; right behind it
// the future it runs; right behind that, if its result is wanted, a pointer to where the result
// goes; and then the room for the separate frames its function can need (room.h, frame.c).
//
// This file holds the protocol of a task's state, and all its atomic operations.
//
// The state has two bits of scheduling and three of cancellation:
//   - SCHEDULED: the task is in exactly one queue, or about to be put into it by whoever made it so,
//     or a worker polls it
//   - WOKEN: it was woken since it became SCHEDULED, and the poll that is on, or will be next, may
//     have begun before that
//   - CANCELLED: its scope was cancelled: its waits fail, unless shielded. Never cleared
//   - MARKED: one of its own open scopes was, or is being, cancelled: its waits may have to fail.
//     Never cleared
//   - NOTICE: the same, and the children of the scopes inside have yet to be told, by the task's own
//     worker, which clears it after 3
// and two constants: RESULT, the pointer behind the future is there; SMALL, the task is a block of a
// slab, at its begin; REFUSED, set by the task itself: a
// wait of it has failed because of CANCELLED (link.h); ENDED, for reports: it has ended, and is SCHEDULED
// only because its scope has not been told yet.
//
// Legal changes:
//   1. new -> SCHEDULED by the spawner, before anyone else sees it
//   2. wake: any thread that holds something that keeps the task from ending. PARKED (neither
//      SCHEDULED nor WOKEN) -> SCHEDULED (acq_rel): the caller now owns the scheduling, and must push
//      it to a queue. SCHEDULED -> SCHEDULED|WOKEN (acq_rel): nothing is left to do. That it was
//      WOKEN already spares nothing: what this waker did has to be released too
//   3. start, by the worker that took it from its queue, through which it sees what came before that:
//      a look, and no change, unless it finds WOKEN or NOTICE: then fetch_and(acq_rel) takes both
//      away, which acquires what their wakers released. A WOKEN that it does not see yet is for 4
//   4. stop, after a poll that has to wait: SCHEDULED -> PARKED (release), and the task is no longer the
//      worker's: nothing of it may be touched. With WOKEN there is no change: the worker still owns
//      the scheduling, and queues it
//   5. SCHEDULED -> gone, after the last poll. No waker is left then, by the rule in 2
//   6. cancel: as 2, with CANCELLED or with MARKED|NOTICE as well
// A task that wakes itself while it is polled needs no WOKEN: who polls it is told (cx->woken).
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
    TARRY__TASK_SCHEDULED = 1,
    TARRY__TASK_WOKEN = 2,
    TARRY__TASK_CANCELLED = 4,
    TARRY__TASK_MARKED = 8,
    TARRY__TASK_NOTICE = 16,
    TARRY__TASK_RESULT = 32,
    TARRY__TASK_REFUSED = 64,
    TARRY__TASK_ENDED = 128,
    TARRY__TASK_SMALL = 256,
};

struct tarry_task {
    struct tarry_task *next; // in a run queue or an inbox
    _Atomic uint32_t state;
    uint16_t worker;           // with pin > 0: the only worker that may run it
    uint16_t pin;              // how many reasons bind it to that worker
    struct tarry_scope *scope; // whose child it is; NULL for the root of a run
    union {
        struct tarry_task *sibling_next;
        struct tarry_runtime *runtime; // the root of a run is no sibling, and knows its runtime
    };
    struct tarry_task *sibling_previous;
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
    uint32_t old = tarry__task_state(task), woken;
    do {
        woken = old & TARRY__TASK_SCHEDULED ? TARRY__TASK_WOKEN : TARRY__TASK_SCHEDULED;
    } while (!tarry__quick_compare_exchange(&task->state, &old, old | woken | cancellation, acq_rel,
                                            relaxed));
    return !(old & TARRY__TASK_SCHEDULED);
}

// 3. True: there was a NOTICE, and what the canceller released by 6 is acquired.
static inline bool tarry__task_state_start(struct tarry_task *task) {
    const uint32_t told = TARRY__TASK_WOKEN | TARRY__TASK_NOTICE;
    uint32_t old = tarry__task_state(task);
    assert(old & TARRY__TASK_SCHEDULED);
    if (__builtin_expect(!(old & told), 1)) {
        return false;
    }
    old = tarry__quick_fetch_and(&task->state, ~told, acq_rel);
    return old & TARRY__TASK_NOTICE;
}

// 4. True: the caller has to queue it; false: hands off.
static inline bool tarry__task_state_stop(struct tarry_task *task) {
    uint32_t old = tarry__task_state(task);
    do {
        if (old & TARRY__TASK_WOKEN) {
            return true;
        }
    } while (!tarry__quick_compare_exchange(
        &task->state, &old, old & ~(uint32_t)TARRY__TASK_SCHEDULED, release, relaxed));
    return false;
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
