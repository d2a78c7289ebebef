// Notify. `waiters` and `permit` are guarded by `lock`, and there is a permit only while nobody waits.
//
// A waiter lies in the future of a wait, or in a registration, whose task runs on meanwhile: it may
// be woken while it waits for something else, which is a spurious wake. `value` of a waiter that was
// given its way says what to do if nobody wants it in the end (tarry_notify_withdraw): ONE is handed
// on, ALL was for this one only.
#include <tarry/notify.h>

#include "runtime/worker.h"
#include "runtime/misuse.h"
#include "sync/wait_list.h"

#include <errno.h>

typedef struct tarry_notify Notify;
typedef struct tarry_notify_registration Registration;
typedef struct tarry_notify_wait__future Wait;
typedef struct tarry_notify_wait_registered__future WaitRegistered;

_Static_assert(sizeof(Notify) == 16 && sizeof(Registration) == 32 && sizeof(Wait) == 40 &&
                   sizeof(WaitRegistered) == 16,
               "public layouts stay as they are");

enum { ONE, ALL };

static void lock(Notify *notify) {
    tarry__lock_take(tarry__atomic_u32(&notify->lock));
}

static void unlock(Notify *notify) {
    tarry__lock_give(tarry__atomic_u32(&notify->lock));
}

// ---- under the lock ----

static void notify_one(Notify *notify) {
    if (notify->waiters) {
        tarry__wait_list_give(&notify->waiters, notify->waiters, ONE);
    } else {
        notify->permit = 1;
    }
}

// True: there was a permit, which is taken. False: the running task waits now.
static bool join(Notify *notify, struct tarry_waiter *waiter, struct tarry_context *cx) {
    if (notify->permit) {
        notify->permit = 0;
        waiter->phase = TARRY__WAIT_GIVEN;
        waiter->value = ONE;
        return true;
    }
    tarry__wait_list_push(&notify->waiters, waiter, cx->task);
    return false;
}

// True: the wait has ended, and *out_result says how.
static bool look(Notify *notify, struct tarry_waiter *waiter, struct tarry_context *cx,
                 int *out_result) {
    if (waiter->phase == TARRY__WAIT_GIVEN) {
        *out_result = 0;
        return true;
    }
    if (!tarry__is_cancelled(cx)) {
        return false;
    }
    tarry__wait_list_remove(&notify->waiters, waiter);
    *out_result = -ECANCELED;
    return true;
}

// ---- without ----

void tarry_notify_one(Notify *notify) {
    lock(notify);
    notify_one(notify);
    unlock(notify);
}

void tarry_notify_all(Notify *notify) {
    lock(notify);
    tarry__wait_list_give_all(&notify->waiters, ALL);
    unlock(notify);
}

bool tarry_notify_register(Notify *notify, Registration *registration) {
    struct tarry_worker *worker = tarry__worker_current;
    tarry__require(worker && tarry__worker_running(worker),
                   "tarry_notify_register: not in async code", notify);
    struct tarry_context cx = {.task = tarry__worker_running(worker), .worker = worker};
    registration->notify = notify;
    lock(notify);
    bool permitted = join(notify, &registration->waiter, &cx);
    unlock(notify);
    return permitted;
}

void tarry_notify_withdraw(Registration *registration) {
    Notify *notify = registration->notify;
    if (!notify) {
        return;
    }
    struct tarry_waiter *waiter = &registration->waiter;
    lock(notify);
    if (tarry__wait_list_still_waits(waiter)) {
        tarry__wait_list_remove(&notify->waiters, waiter);
    } else if (waiter->value == ONE) {
        notify_one(notify);
    }
    unlock(notify);
    registration->notify = NULL;
}

// ---- the leaves ----

bool tarry_notify_wait__poll(void *future, struct tarry_context *cx) {
    Wait *self = future;
    Notify *notify = self->notify;
    if (self->state == 0 && !tarry__wait_may_begin(cx, &self->result)) {
        return self->result < 0;
    }
    self->result = 0;
    lock(notify);
    bool ended = self->state == 0 ? join(notify, &self->waiter, cx)
                                  : look(notify, &self->waiter, cx, &self->result);
    self->state = 1;
    unlock(notify);
    return ended;
}

bool tarry_notify_wait_registered__poll(void *future, struct tarry_context *cx) {
    WaitRegistered *self = future;
    Registration *registration = self->registration;
    Notify *notify = registration->notify;
    tarry__require(notify, "tarry_notify_wait_registered: nothing is registered", registration);
    lock(notify);
    bool ended = look(notify, &registration->waiter, cx, &self->result);
    unlock(notify);
    if (ended && self->result == 0 && self->state == 0 && !tarry__budget_spend(cx)) {
        return false; // it has not waited
    }
    self->state = 1;
    if (ended) {
        registration->notify = NULL;
    }
    return ended;
}

const struct tarry_function tarry_notify_wait__function = {
    .name = "tarry_notify_wait",
    .file = "tarry/notify.h",
    .poll = tarry_notify_wait__poll,
    .size = sizeof(Wait),
    .alignment = _Alignof(Wait),
    .result_size = sizeof(int),
    .state_offset = offsetof(Wait, state),
    .flags = TARRY_FUNCTION_RESULT_SIGNED | TARRY_FUNCTION_LEAF,
};

const struct tarry_function tarry_notify_wait_registered__function = {
    .name = "tarry_notify_wait_registered",
    .file = "tarry/notify.h",
    .poll = tarry_notify_wait_registered__poll,
    .size = sizeof(WaitRegistered),
    .alignment = _Alignof(WaitRegistered),
    .result_size = sizeof(int),
    .state_offset = offsetof(WaitRegistered, state),
    .flags = TARRY_FUNCTION_RESULT_SIGNED | TARRY_FUNCTION_LEAF,
};
