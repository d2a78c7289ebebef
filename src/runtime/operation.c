// Waiting for the reactor, see operation.h.
#include "runtime/operation.h"

#include "runtime/leaf.h"
#include "runtime/worker.h"

#include <errno.h>

typedef struct tarry__wait Wait;

static void done(struct tarry__operation *operation) {
    Wait *wait = (Wait *)((char *)operation - offsetof(Wait, operation));
    struct tarry_task *task = wait->task;
    tarry__gather_note(&tarry__worker_current->gather.waits);
    wait->operation.phase = TARRY__WAIT_ENDED_PINNED;
    if (tarry__task_state_wake(task, 0)) {
        wait->operation.phase = TARRY__WAIT_ENDED;
        tarry__worker_unpin(task);
        tarry__worker_schedule(tarry__worker_current, task);
    }
}

// Where work is gathered, and elsewhere (gather.h): the wait is for the worker at home to begin. In a race the other arms may
// bind the task to this one; so may what else is polled behind this by a future written by hand, and then it stays.
static bool goes_home(Wait *wait, struct tarry_context *cx) {
    struct tarry_worker *worker = cx->worker;
    uint32_t home = tarry__gather_home(&worker->runtime->gather);
    if (__builtin_expect(home == 0, 1) || home == worker->index + 1u || cx->task->pin > 0 ||
        cx->races > 0) {
        return false;
    }
    tarry__reactor_leave(&worker->reactor, wait->operation.fd);
    worker->going_home = cx->task;
    cx->woken = true;
    return true;
}

static bool begin(Wait *wait, struct tarry_context *cx) {
    bool cancelled = tarry__is_cancelled(cx);
    if (!cancelled && wait->operation.phase == TARRY__WAIT_NEW && goes_home(wait, cx)) {
        return false;
    }
    if ((cancelled || wait->operation.phase == TARRY__WAIT_NEW) && !tarry__budget_spend(cx)) {
        return false;
    }
    if (cancelled) {
        wait->operation.result = -ECANCELED;
    } else if (wait->operation.phase == TARRY__WAIT_SUBMIT ||
               !tarry__reactor_try(&cx->worker->reactor, &wait->operation)) {
        wait->operation.done = done;
        wait->task = cx->task;
        wait->operation.phase = TARRY__WAIT_FLYING;
        tarry__worker_pin(cx->worker, cx->task);
        tarry__reactor_submit(&cx->worker->reactor, &wait->operation);
        return false;
    }
    wait->operation.phase = TARRY__WAIT_ENDED;
    return true;
}

static bool ended(const Wait *wait, struct tarry_context *cx) {
    if (wait->operation.result == -ECANCELED) {
        tarry__note_refusal(cx);
    }
    return true;
}

bool tarry__operation_wait(Wait *wait, struct tarry_context *cx) {
    switch (wait->operation.phase) {
    case TARRY__WAIT_NEW:
    case TARRY__WAIT_SUBMIT:
        return begin(wait, cx);
    case TARRY__WAIT_FLYING:
        if (tarry__is_being_cancelled(cx)) {
            wait->operation.phase = TARRY__WAIT_CANCELING;
            tarry__reactor_cancel(&cx->worker->reactor, &wait->operation);
        }
        return false;
    case TARRY__WAIT_ENDED_PINNED:
        wait->operation.phase = TARRY__WAIT_ENDED;
        tarry__worker_unpin(cx->task);
        return ended(wait, cx);
    case TARRY__WAIT_ENDED:
        return ended(wait, cx);
    default:
        return false;
    }
}
