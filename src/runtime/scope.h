// Scopes inside the runtime, see scope.c. What users call is in <tarry/scope.h>, what generated
// code calls in <tarry/abi.h>.
#ifndef TARRY_RUNTIME_SCOPE_H
#define TARRY_RUNTIME_SCOPE_H

#include <tarry/scope.h>

#include "base/lock.h"
#include "runtime/link.h"
#include "runtime/task.h"
#include "runtime/worker.h"

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

// ---- the functions down to the next line need the scope's worker, or its lock ----

// tarry__scope_fail notes an error, the first, which with fail_fast cancels the scope.
void tarry__scope_fail(struct tarry_worker *worker, struct tarry_scope *scope, int error);
// tarry__scope_reserve takes a place for a child if there is one. `has_result`: it has an lvalue.
bool tarry__scope_reserve(struct tarry_scope *scope, bool has_result);
// tarry__scope_unreserve gives the place of a child back that has ended or was not started.
void tarry__scope_unreserve(struct tarry_worker *worker, struct tarry_scope *scope,
                            bool has_result);
// tarry__scope_offer_result gives an ended child's result to who waits for one. True: nobody does,
// and the child is kept.
bool tarry__scope_offer_result(struct tarry_worker *worker, struct tarry_scope *scope,
                               struct tarry_task *task);
// tarry__scope_result_gone: one child with an lvalue less may still end.
void tarry__scope_result_gone(struct tarry_worker *worker, struct tarry_scope *scope);
// ---- these do not ----

// The parent of every scope that has ended: a task of no worker, so that an ended scope is not "here"
// for anybody, and costs nobody a look who spawns into one that is open.
extern const struct tarry_task tarry__scope_ended;

static inline bool tarry__scope_has_ended(const struct tarry_scope *scope) {
    return scope->parent == &tarry__scope_ended;
}

// tarry__scope_is_here: whether the calling worker may touch the scope (scope.c, 1).
static inline bool tarry__scope_is_here(struct tarry_context *cx, struct tarry_scope *scope) {
    return scope->link.kind != TARRY_CONCURRENT || scope->parent->worker == cx->worker->index;
}
// tarry__scope_note_error notes an error, if it is the first, and does nothing else. Any worker.
void tarry__scope_note_error(struct tarry_scope *scope, int error);
// tarry__scope_free_ended frees the children nobody will ask for any more.
void tarry__scope_free_ended(struct tarry_worker *worker, struct tarry_scope *scope);

// tarry__scope_child_end: `task`, a scope's child, has been polled to its end on `worker`. Hands
// its result over, takes it out of its scope, and frees it.
void tarry__scope_child_end(struct tarry_worker *worker, struct tarry_task *task);
// tarry__scope_ends_tell takes the children that worker->ends holds, if any, out of their scope, and
// frees them.
void tarry__scope_ends_tell(struct tarry_worker *worker);

// tarry__scope_pass_on: what lies around the scope was cancelled, so is the scope. On the worker that
// runs its parent.
void tarry__scope_pass_on(struct tarry_worker *worker, struct tarry_scope *scope);

// tarry__result_write_error writes -errno where a result of `function` belongs, if that is a signed
// integer, else zeros. `result` may be NULL.
void tarry__result_write_error(void *result, const struct tarry_function *function, int error);

#endif
