// within: deadlines. What one is, is in <tarry/within.h>; how it becomes a cancellation, in link.h.
//
// An open `within` is a link of the task that opened it, with a timer in the wheel of the worker
// that runs the task, which is bound to it until the block is left: pinned, unless something around
// the block binds it already (link.bound), so that one pin does for any depth. Its end:
//   1. the timer fires, between two polls of the task: the link is cancelled (SOURCE), the task gets
//      MARKED and NOTICE, and is woken
//   2. its worker, before it polls it, tells the children of the scopes inside (link.h); its own
//      waits find the link when they are polled, return -ECANCELED, and note on the way that it was
//      this deadline
//   3. the block is left, in whatever way: the link is closed, the pin taken back
// A block that is left before takes its timer out of the wheel. One whose time is over when it is
// entered has its link cancelled from the start; one that has for ever has no timer. Neither pins.
#include "runtime/within.h"

#include <tarry/time.h>

#include "runtime/clock.h"
#include "runtime/link.h"
#include "runtime/worker.h"

typedef struct tarry_within Within;
typedef struct tarry_scope_link Link;
typedef struct tarry_task Task;

_Static_assert(sizeof(Within) == 64, "it lies in frames compiled with another version");

static int64_t deadline_after(int64_t duration) {
    int64_t deadline;
    if (duration == INT64_MAX || __builtin_add_overflow(tarry__now(), duration, &deadline)) {
        return INT64_MAX;
    }
    return deadline;
}

void tarry__within_enter(struct tarry_context *cx, Within *block, int64_t duration) {
    tarry__link_open(cx->task, &block->link, TARRY__LINK_WITHIN, false);
    block->task = cx->task;
    block->refused = false;
    block->armed = false;
    block->binds = false;
    block->timer.task = NULL;
    block->timer.deadline = INT64_MIN;
    if (duration <= 0) {
        tarry__link_cancel(&block->link);
        tarry__fetch_or(&cx->task->state, TARRY__TASK_MARKED, relaxed); // by the task itself
        return;
    }
    block->timer.deadline = deadline_after(duration);
    if (block->timer.deadline < INT64_MAX) {
        block->armed = true;
        block->binds = !block->link.bound;
        if (block->binds) {
            block->link.bound = true;
            tarry__worker_pin(cx->worker, cx->task);
        }
        tarry__timer_arm(&cx->worker->timers, &block->timer);
    }
}

void tarry__within_expire(struct tarry_worker *worker, struct tarry_timer *timer) {
    Within *block = (Within *)((char *)timer - offsetof(Within, timer));
    tarry__link_cancel(&block->link);
    if (tarry__task_state_wake(block->task, TARRY__TASK_MARKED | TARRY__TASK_NOTICE)) {
        tarry__worker_schedule(worker, block->task);
    }
}

bool tarry__within_leave(struct tarry_context *cx, Within *block) {
    if (block->armed && block->timer.link.next) { // not fired yet
        tarry__timer_cancel(&cx->worker->timers, &block->timer);
    }
    if (block->binds) {
        tarry__worker_unpin(cx->task);
    }
    tarry__link_close(cx->task, &block->link);
    return block->refused;
}

// ---- asking ----

// The nearest deadline from `link` outwards; false: a shield ends the search.
static bool nearest(const Link *link, int64_t *deadline) {
    for (; link; link = link->outer) {
        if (link->kind == TARRY__LINK_WITHIN) {
            const Within *block = (const Within *)link; // the link is its first member
            if (block->timer.deadline < *deadline) {
                *deadline = block->timer.deadline;
            }
        }
        if (link->shield) {
            return false;
        }
    }
    return true;
}

int64_t tarry_deadline(void) {
    struct tarry_worker *worker = tarry__worker_current;
    int64_t deadline = INT64_MAX;
    if (!worker || !tarry__worker_running(worker)) {
        return deadline;
    }
    const Task *task = tarry__worker_running(worker);
    const Link *link = task->open;
    // A parent's links stand still as far as they lie around a scope its children live in.
    while (nearest(link, &deadline) && task->scope) {
        link = &task->scope->link;
        task = task->scope->parent;
    }
    return deadline;
}
