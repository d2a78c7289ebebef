// Scopes and cancellation.
//
// A scope's children stand in a list through sibling_next and sibling_previous until they have
// ended. In a concurrent scope parent and children all run on one worker (each of them is pinned to
// it), so nothing needs a lock: only that worker touches the scope, but for `link.cancelled`. In a
// parallel scope `lock` guards the list, `error`, `told` and `joining`.
//
// End of a child: 1. its result is written to the parent's lvalue; 2. it leaves the list; 3. was it
// the last, and the parent waits at the block's end, the parent is woken; 4. its memory is freed. 2
// and 3 happen under the lock, whose giving releases 1 to the join that finds the list empty. The
// scope may be gone once the lock is given.
//
// Cancelling a scope sets link.cancelled, marks the parent (MARKED: its waits inside the block must
// look at its links) and each child (CANCELLED), and wakes them all. What the children have opened
// themselves is cancelled as they come to it: their waits fail, so they arrive at the ends of their
// own scopes; the first join to see the cancellation passes it on to all the scopes the task has
// open inside of what was cancelled. A concurrent scope cancelled on another worker: that one sets
// link.cancelled (release) and gives the parent NOTICE (task.h, 6); the parent's worker, before it
// polls the parent, tells the children (acquire). A child spawned into a cancelled scope is born
// cancelled.
//
// What else a task can have open, and whether it is cancelled, is in link.h.
#include "runtime/scope.h"

#include "runtime/leaf.h"
#include "runtime/worker.h"

typedef struct tarry_scope Scope;
typedef struct tarry_scope_link Link;
typedef struct tarry_task Task;
typedef struct tarry_worker Worker;

bool tarry__budget_spend(struct tarry_context *cx) {
    if (cx->budget == 0) {
        tarry__task_wake(cx->task);
        return false;
    }
    cx->budget--;
    return true;
}

// ---- cancelling ----

static void task_wake_to_cancel(Worker *worker, Task *task, uint32_t bits) {
    if (tarry__task_state_wake(task, bits)) {
        tarry__worker_schedule(worker, task);
    }
}

// On the scope's worker or under its lock: link.cancelled is set.
static void tell_children(Worker *worker, Scope *scope) {
    if (scope->told) {
        return;
    }
    scope->told = true;
    for (Task *child = scope->children; child; child = child->sibling_next) {
        task_wake_to_cancel(worker, child, TARRY__TASK_CANCELLED);
    }
}

void tarry__scope_cancel(Worker *worker, Scope *scope) {
    if (scope->told) {
        return;
    }
    tarry__link_cancel(&scope->link);
    tell_children(worker, scope);
    task_wake_to_cancel(worker, scope->parent, TARRY__TASK_MARKED);
}

void tarry_cancel(Scope *scope) {
    Worker *worker = tarry__worker_current;
    assert(worker);
    if (scope->link.kind == TARRY_CONCURRENT && scope->parent->worker != worker->index) {
        tarry__link_cancel(&scope->link);
        task_wake_to_cancel(worker, scope->parent, TARRY__TASK_MARKED | TARRY__TASK_NOTICE);
        return;
    }
    tarry__scope_lock(scope);
    tarry__scope_cancel(worker, scope);
    tarry__scope_unlock(scope);
}

void tarry__scope_pass_on(Worker *worker, Scope *scope) {
    tarry__scope_lock(scope);
    if (!tarry__link_is_cancelled(&scope->link)) {
        tarry__store(tarry__atomic_u8(&scope->link.cancelled), TARRY__LINK_PASSED_ON, release);
    }
    tell_children(worker, scope);
    tarry__scope_unlock(scope);
}

// ---- opening and closing ----

void tarry__scope_open(struct tarry_context *cx, Scope *scope, enum tarry_scope_kind kind,
                       const struct tarry_scope_options *options) {
    tarry__link_open(cx->task, &scope->link, (enum tarry__link_kind)kind,
                     options && options->shield);
    scope->parent = cx->task;
    scope->children = NULL;
    scope->lock = 0;
    scope->fail_fast = options && options->fail_fast;
    scope->told = false;
    scope->told_all = false;
    scope->joining = false;
    scope->refused = false;
    scope->binds = kind == TARRY_CONCURRENT && !scope->link.bound;
    scope->error = 0;
    if (scope->binds) {
        scope->link.bound = true;
        tarry__worker_pin(cx->worker, cx->task);
    }
}

// The task is cancelled, by something outside of `innermost`, its innermost open scope: so are its
// open scopes up to there.
static void cancel_open_scopes(struct tarry_context *cx, Link *innermost) {
    for (Link *link = innermost; link; link = link->outer) {
        bool source = tarry__link_is_cancelled(link);
        if (tarry__link_is_scope(link)) {
            tarry__scope_pass_on(cx->worker, (Scope *)link); // the link is a scope's first member
        }
        if (source) {
            return;
        }
    }
}

bool tarry__scope_join(struct tarry_context *cx, Scope *scope) {
    if (!scope->told_all && tarry__is_being_cancelled(cx)) {
        scope->told_all = true;
        cancel_open_scopes(cx, &scope->link);
    }
    tarry__scope_lock(scope);
    scope->joining = true;
    bool ended = !scope->children;
    tarry__scope_unlock(scope);
    if (ended) {
        if (scope->refused) {
            tarry__link_refused(cx->task, &scope->link);
        }
        tarry__link_close(cx->task, &scope->link);
        if (scope->binds) {
            tarry__worker_unpin(cx->task);
        }
    }
    return ended;
}
