// Scopes inside the runtime, see scope.c. What users call is in <tarry/scope.h>, what generated
// code calls in <tarry/abi.h>.
#ifndef TARRY_RUNTIME_SCOPE_H
#define TARRY_RUNTIME_SCOPE_H

#include <tarry/scope.h>

#include "base/lock.h"
#include "runtime/link.h"
#include "runtime/task.h"

struct tarry_worker;

// What guards a scope's lists and counts: its lock if it is parallel, its worker if it is concurrent.
static inline void tarry__scope_lock(struct tarry_scope *scope) {
    if (scope->link.kind == TARRY_PARALLEL) {
        tarry__lock_take(tarry__atomic_u32(&scope->lock));
    }
}

static inline void tarry__scope_unlock(struct tarry_scope *scope) {
    if (scope->link.kind == TARRY_PARALLEL) {
        tarry__lock_give(tarry__atomic_u32(&scope->lock));
    }
}

// tarry__scope_cancel cancels a scope, once. On its worker or under its lock.
void tarry__scope_cancel(struct tarry_worker *worker, struct tarry_scope *scope);

// tarry__scope_child_end: `task`, a scope's child, has been polled to its end on `worker`. Hands
// its result over, takes it out of its scope, and frees it.
void tarry__scope_child_end(struct tarry_worker *worker, struct tarry_task *task);

// tarry__scope_pass_on: what lies around the scope was cancelled, so is the scope. On the worker that
// runs its parent.
void tarry__scope_pass_on(struct tarry_worker *worker, struct tarry_scope *scope);

// tarry__result_write_error writes -errno where a result of `function` belongs, if that is a signed
// integer, else zeros. `result` may be NULL.
void tarry__result_write_error(void *result, const struct tarry_function *function, int error);

#endif
