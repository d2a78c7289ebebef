// tarry_next, and the children kept for it. See scope.c, 10 and 11.
#include <tarry/next.h>

#include "runtime/leaf.h"
#include "runtime/misuse.h"
#include "runtime/task_memory.h"
#include "runtime/waiter.h"
#include "runtime/worker.h"

#include <errno.h>

typedef struct tarry_scope Scope;
typedef struct tarry_task Task;
typedef struct tarry_next__future Next;

_Static_assert(sizeof(Next) == 64, "public layouts stay as they are");

// ---- `ended`, a ring through the siblings' links ----

static void keep(Scope *scope, Task *task) {
    Task *first = scope->ended;
    task->sibling_next = first ? first : task;
    task->sibling_previous = first ? first->sibling_previous : task;
    task->sibling_previous->sibling_next = task;
    task->sibling_next->sibling_previous = task;
    scope->ended = first ? first : task;
}

static Task *take_kept(Scope *scope) {
    Task *task = scope->ended;
    if (task) {
        task->sibling_next->sibling_previous = task->sibling_previous;
        task->sibling_previous->sibling_next = task->sibling_next;
        scope->ended = task->sibling_next == task ? NULL : task->sibling_next;
    }
    return task;
}

bool tarry__scope_offer_result(struct tarry_worker *worker, Scope *scope, Task *task) {
    if (tarry__waiter_give(worker, &scope->takers, *tarry__task_result(task))) {
        return false;
    }
    keep(scope, task);
    return true;
}

void tarry__scope_result_gone(struct tarry_worker *worker, Scope *scope) {
    if (--scope->results == 0) {
        while (tarry__waiter_give(worker, &scope->takers, NULL)) {
        }
    }
}

void tarry__scope_free_ended(struct tarry_worker *worker, Scope *scope) {
    for (Task *task; (task = take_kept(scope));) {
        tarry__task_free(&worker->slab, task);
    }
}

// ---- the leaf ----

// The first poll. True: there is an answer; a child to be freed, if any, comes out.
static bool begin(Next *self, struct tarry_context *cx, Task **out_task) {
    Scope *scope = self->scope;
    assert(scope->collects); // else its address came here by no way tarrycc has seen
    self->result = NULL;
    if (tarry__is_cancelled(cx)) {
        return true;
    }
    Task *task = take_kept(scope);
    if (task) {
        self->result = *tarry__task_result(task);
        *out_task = task;
        return true;
    }
    if (scope->results == 0) {
        return true;
    }
    tarry__waiter_join(cx, scope, &scope->takers, &self->waiter);
    return false;
}

// A later one.
static bool go_on(Next *self, struct tarry_context *cx) {
    bool given = self->waiter.phase == TARRY__WAITER_GIVEN;
    if (!given && !tarry__is_cancelled(cx)) {
        return false;
    }
    tarry__waiter_leave(cx, self->scope, &self->scope->takers, &self->waiter);
    self->result = given ? self->waiter.given : NULL;
    return true;
}

bool tarry_next__poll(void *future, struct tarry_context *cx) {
    Next *self = future;
    Scope *scope = self->scope;
    if (self->state == 0) {
        if (!tarry__scope_is_here(cx, scope)) {
            if (tarry__scope_has_ended(scope)) {
                tarry__require(false, "tarry_next: the scope has ended", scope);
            } else {
                tarry__scope_note_error(scope, -EXDEV);
            }
            self->result = NULL;
            return true;
        }
        if (!tarry__budget_spend(cx)) {
            return false;
        }
    }
    Task *task = NULL;
    tarry__scope_lock(scope);
    bool ended = self->state == 0 ? begin(self, cx, &task) : go_on(self, cx);
    tarry__scope_unlock(scope);
    self->state = 1;
    if (task) {
        tarry__task_free(&cx->worker->slab, task);
    }
    return ended;
}

const struct tarry_function tarry_next__function = {
    .name = "tarry_next",
    .file = "tarry/next.h",
    .poll = tarry_next__poll,
    .size = sizeof(Next),
    .alignment = _Alignof(Next),
    .result_size = sizeof(void *),
    .state_offset = offsetof(Next, state),
    .flags = TARRY_FUNCTION_LEAF,
};
