// The condition. Its list is guarded by `lock`; that of a mutex by the mutex's, which may be taken
// while the condition's is held, never the other way round.
//
// A wait:
//   1. in the condition's list, as WAITING, not `signalled`. Then the mutex is unlocked
//   2. signalled: taken out of the list; `signalled` is set, under the condition's lock; and, still
//      under it, it is made the mutex's next owner (GIVEN), or moved to the end of the mutex's list
//      (WAITING) without waking the task. From now on the mutex's lock guards its phase
//   3. cancelled in 1: it leaves the list by itself, and goes into the mutex's; not `signalled`. From
//      now on nothing cancels it
//   4. GIVEN: it has the mutex, and ends: 0 if it was signalled, else -ECANCELED
// A signal finds in the list only those in 1, so it goes to somebody who will return 0, or to nobody.
// Who unlocked the mutex in 1 has been in the list since before.
#include <tarry/condition.h>

#include "runtime/misuse.h"
#include "sync/mutex.h"
#include "sync/wait_list.h"

#include <errno.h>

typedef struct tarry_condition Condition;
typedef struct tarry_mutex Mutex;
typedef struct tarry_condition_wait__future Wait;

enum { NEW = 0, AT_CONDITION, AT_MUTEX };

_Static_assert(sizeof(Condition) == 16 && sizeof(Wait) == 48, "public layouts stay as they are");

static void guard_take(Condition *condition) {
    tarry__lock_take(tarry__atomic_u32(&condition->lock));
}

static void guard_give(Condition *condition) {
    tarry__lock_give(tarry__atomic_u32(&condition->lock));
}

// ---- wait ----

// 1. True: it has an answer.
static bool begin(Wait *self, struct tarry_context *cx) {
    tarry__require(tarry__mutex_is_held_here(self->mutex),
                   "tarry_condition_wait: the task does not hold this mutex", self->mutex);
    bool cancelled = tarry__is_cancelled(cx);
    if (cancelled) {
        self->result = -ECANCELED;
        return tarry__budget_spend(cx);
    }
    Condition *condition = self->condition;
    Mutex *mutex = self->mutex;
    self->signalled = false;
    self->state = AT_CONDITION;
    guard_take(condition);
    tarry__wait_list_push(&condition->waiters, &self->waiter, cx->task);
    guard_give(condition);
    tarry_mutex_unlock(mutex);
    return false;
}

// 2 or 3 may have come. True: the mutex's lock guards it now.
static bool has_left(Wait *self, struct tarry_context *cx) {
    Condition *condition = self->condition;
    guard_take(condition);
    bool leaves = !self->signalled && tarry__is_cancelled(cx);
    if (leaves) {
        tarry__wait_list_remove(&condition->waiters, &self->waiter);
    }
    bool signalled = self->signalled;
    guard_give(condition);
    if (leaves) {
        tarry__mutex_enqueue(self->mutex, &self->waiter);
    }
    self->result = leaves ? -ECANCELED : 0;
    return leaves || signalled;
}

bool tarry_condition_wait__poll(void *future, struct tarry_context *cx) {
    Wait *self = future;
    if (self->state == NEW) {
        return begin(self, cx);
    }
    if (self->state == AT_CONDITION) {
        if (!has_left(self, cx)) {
            return false;
        }
        self->state = AT_MUTEX;
    }
    return tarry__mutex_was_given(self->mutex, &self->waiter); // 4
}

const struct tarry_function tarry_condition_wait__function = {
    .name = "tarry_condition_wait",
    .file = "tarry/condition.h",
    .poll = tarry_condition_wait__poll,
    .size = sizeof(Wait),
    .alignment = _Alignof(Wait),
    .result_size = sizeof(int),
    .state_offset = offsetof(Wait, state),
    .flags = TARRY_FUNCTION_RESULT_SIGNED | TARRY_FUNCTION_LEAF,
};

// ---- signal ----

// 2, of the first one. The task cannot end before the condition's lock is given.
static void signal_first(Condition *condition) {
    struct tarry_waiter *first = condition->waiters;
    Wait *wait = (Wait *)((char *)first - offsetof(Wait, waiter));
    tarry__wait_list_remove(&condition->waiters, first);
    wait->signalled = true;
    if (!tarry__mutex_enqueue(wait->mutex, first)) {
        tarry__task_wake_from_anywhere(first->task);
    }
}

void tarry_condition_signal(Condition *condition) {
    guard_take(condition);
    if (condition->waiters) {
        signal_first(condition);
    }
    guard_give(condition);
}

void tarry_condition_broadcast(Condition *condition) {
    guard_take(condition);
    while (condition->waiters) {
        signal_first(condition);
    }
    guard_give(condition);
}
