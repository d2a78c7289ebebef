// Waiting in a ring of a scope, see waiter.h.
#include "runtime/waiter.h"

#include "runtime/worker.h"

typedef struct tarry_scope Scope;
typedef struct tarry_scope_waiter Waiter;

static void take_out(Waiter **ring, Waiter *waiter) {
    if (waiter->next == waiter) {
        *ring = NULL;
        return;
    }
    waiter->next->previous = waiter->previous;
    waiter->previous->next = waiter->next;
    if (*ring == waiter) {
        *ring = waiter->next;
    }
}

void tarry__waiter_join(struct tarry_context *cx, Scope *scope, Waiter **ring, Waiter *waiter) {
    Waiter *first = *ring;
    *waiter = (Waiter){.task = cx->task, .phase = TARRY__WAITER_WAITING};
    waiter->next = first ? first : waiter;
    waiter->previous = first ? first->previous : waiter;
    waiter->previous->next = waiter;
    waiter->next->previous = waiter;
    *ring = waiter->next == waiter ? waiter : first;
    if (scope->link.kind == TARRY_CONCURRENT) {
        tarry__worker_pin(cx->worker, cx->task);
    }
}

void tarry__waiter_leave(struct tarry_context *cx, Scope *scope, Waiter **ring, Waiter *waiter) {
    if (waiter->phase == TARRY__WAITER_WAITING) {
        take_out(ring, waiter);
    }
    if (scope->link.kind == TARRY_CONCURRENT) {
        tarry__worker_unpin(cx->task);
    }
}

bool tarry__waiter_give(struct tarry_worker *worker, Waiter **ring, void *given) {
    Waiter *waiter = *ring;
    if (!waiter) {
        return false;
    }
    take_out(ring, waiter);
    waiter->given = given;
    waiter->phase = TARRY__WAITER_GIVEN;
    if (tarry__task_state_wake(waiter->task, 0)) {
        tarry__worker_schedule_recent(worker, waiter->task);
    }
    return true;
}
