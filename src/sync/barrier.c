// Barriers. `waiters` and `waiting`, their number, are guarded by `lock`; `waiting` < `parties`, but
// for parties 0. The last to come takes all others out, and behind the lock gives them their way
// (wait_list.h, chains); so a barrier is empty again before any of them runs, and each round is its own.
#include <tarry/barrier.h>

#include "sync/wait_list.h"

#include <errno.h>

typedef struct tarry_barrier Barrier;
typedef struct tarry_barrier_wait__future Wait;

_Static_assert(sizeof(Barrier) == 24 && sizeof(struct tarry_waiter) == 24 && sizeof(Wait) == 40,
               "public layouts stay as they are");

// Under the lock, as all below. The first poll. True: there is an answer, and those in the chain are
// to be given theirs.
static bool come(Wait *self, struct tarry_context *cx, struct tarry__wait_chain *chain) {
    Barrier *barrier = self->barrier;
    if (barrier->waiting + 1 < barrier->parties) {
        barrier->waiting++;
        tarry__wait_list_push(&barrier->waiters, &self->waiter, cx->task);
        return false;
    }
    while (barrier->waiters) {
        tarry__wait_list_take(&barrier->waiters, barrier->waiters, chain);
    }
    barrier->waiting = 0;
    self->result = 1;
    return true;
}

// A later one, that was not given its answer yet.
static bool go_on(Wait *self, struct tarry_context *cx) {
    Barrier *barrier = self->barrier;
    if (!tarry__is_cancelled(cx)) {
        return false;
    }
    tarry__wait_list_remove(&barrier->waiters, &self->waiter);
    barrier->waiting--;
    self->result = -ECANCELED;
    return true;
}

static bool first_poll(Wait *self, struct tarry_context *cx) {
    _Atomic uint32_t *lock = tarry__atomic_u32(&self->barrier->lock);
    struct tarry__wait_chain chain = {0};
    self->state = 1;
    tarry__lock_take(lock);
    bool ended = come(self, cx, &chain);
    tarry__lock_give(lock);
    tarry__wait_chain_give(&chain, 0);
    return ended;
}

static bool later_poll(Wait *self, struct tarry_context *cx) {
    self->result = 0;
    if (tarry__wait_list_was_given(&self->waiter)) {
        return true;
    }
    _Atomic uint32_t *lock = tarry__atomic_u32(&self->barrier->lock);
    tarry__lock_take(lock);
    bool waits = tarry__wait_list_still_waits(&self->waiter);
    bool ended = !waits || go_on(self, cx);
    tarry__lock_give(lock);
    if (!waits) {
        tarry__wait_chain_await(&self->waiter);
    }
    return ended;
}

bool tarry_barrier_wait__poll(void *future, struct tarry_context *cx) {
    Wait *self = future;
    if (self->state == 0 && !tarry__wait_may_begin(cx, &self->result)) {
        return self->result < 0;
    }
    return self->state == 0 ? first_poll(self, cx) : later_poll(self, cx);
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
