// Barriers. `waiters` and `waiting`, their number, are guarded by `lock`; `waiting` < `parties`, but
// for parties 0. The last to come gives all others their way (wait_list.h); so a barrier is empty
// again before any of them runs, and each round is its own.
#include <tarry/barrier.h>

#include "sync/wait_list.h"

#include <errno.h>

typedef struct tarry_barrier Barrier;
typedef struct tarry_barrier_wait__future Wait;

_Static_assert(sizeof(Barrier) == 24 && sizeof(struct tarry_waiter) == 48 && sizeof(Wait) == 64,
               "public layouts stay as they are");

// Under the lock, as all below. The first poll. True: there is an answer.
static bool come(Wait *self, struct tarry_context *cx) {
    Barrier *barrier = self->barrier;
    if (barrier->waiting + 1 < barrier->parties) {
        barrier->waiting++;
        tarry__wait_list_push(&barrier->waiters, &self->waiter, cx);
        return false;
    }
    tarry__wait_list_give_all(&barrier->waiters, 0);
    barrier->waiting = 0;
    self->result = 1;
    return true;
}

// A later one.
static bool go_on(Wait *self, struct tarry_context *cx) {
    Barrier *barrier = self->barrier;
    if (self->waiter.phase == TARRY__WAIT_GIVEN) {
        self->result = 0;
        return true;
    }
    if (!tarry__is_cancelled(cx)) {
        return false;
    }
    tarry__wait_list_remove(&barrier->waiters, &self->waiter);
    barrier->waiting--;
    self->result = -ECANCELED;
    return true;
}

bool tarry_barrier_wait__poll(void *future, struct tarry_context *cx) {
    Wait *self = future;
    if (self->state == 0 && !tarry__wait_may_begin(cx, &self->result)) {
        return self->result < 0;
    }
    _Atomic uint32_t *lock = tarry__atomic_u32(&self->barrier->lock);
    tarry__lock_take(lock);
    bool ended = self->state == 0 ? come(self, cx) : go_on(self, cx);
    self->state = 1;
    tarry__lock_give(lock);
    return ended;
}

const struct tarry_function tarry_barrier_wait__function = {
    .name = "tarry_barrier_wait",
    .file = "tarry/barrier.h",
    .poll = tarry_barrier_wait__poll,
    .size = sizeof(Wait),
    .alignment = _Alignof(Wait),
    .result_size = sizeof(int),
    .state_offset = offsetof(Wait, state),
    .flags = TARRY_FUNCTION_RESULT_SIGNED | TARRY_FUNCTION_LEAF,
};
