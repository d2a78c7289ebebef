// The children of a scope: spawning them, their ends and their errors. The protocol stands at the
// head of scope.c.
#include "runtime/misuse.h"
#include "runtime/scope.h"
#include "runtime/task_memory.h"
#include "runtime/worker.h"

#include <errno.h>
#include <string.h>

typedef struct tarry_scope Scope;
typedef struct tarry_task Task;
typedef struct tarry_worker Worker;

// ---- results ----

static bool result_is_negative(const struct tarry_function *function, const void *result,
                               int *out_value) {
    if (!(function->flags & TARRY_FUNCTION_RESULT_SIGNED)) {
        return false;
    }
    int64_t value = 0;
    switch (function->result_size) {
    case 1:
        value = *(const int8_t *)result;
        break;
    case 2:
        value = *(const int16_t *)result;
        break;
    case 4:
        value = *(const int32_t *)result;
        break;
    case 8:
        value = *(const int64_t *)result;
        break;
    default:
        break;
    }
    *out_value = (int)value;
    return value < 0;
}

// The usual sizes without a call.
static inline void result_copy(void *to, const void *from, size_t size) {
    if (size == sizeof(int)) {
        memcpy(to, from, sizeof(int));
    } else if (size == sizeof(void *)) {
        memcpy(to, from, sizeof(void *));
    } else {
        memcpy(to, from, size);
    }
}

void tarry__result_write_error(void *result, const struct tarry_function *function, int error) {
    if (!result || function->result_size == 0) {
        return;
    }
    memset(result, 0, function->result_size);
    if (function->flags & TARRY_FUNCTION_RESULT_SIGNED) {
        switch (function->result_size) {
        case 1:
            *(int8_t *)result = (int8_t)error;
            break;
        case 2:
            *(int16_t *)result = (int16_t)error;
            break;
        case 4:
            *(int32_t *)result = error;
            break;
        case 8:
            *(int64_t *)result = error;
            break;
        default:
            break;
        }
    }
}

// ---- errors ----

void tarry__scope_note_error(Scope *scope, int error) {
    int none = 0;
    tarry__compare_exchange((_Atomic int *)&scope->error, &none, error, relaxed, relaxed);
}

void tarry__scope_fail(Worker *worker, Scope *scope, int error) {
    tarry__scope_note_error(scope, error);
    if (scope->fail_fast) {
        tarry__scope_cancel(worker, scope);
    }
}

void tarry__no_memory(struct tarry_context *cx, void *result,
                      const struct tarry_function *function) {
    tarry__result_write_error(result, function, -ENOMEM);
    Scope *scope = cx->task->scope;
    if (scope) {
        tarry__scope_lock(scope);
        tarry__scope_fail(cx->worker, scope, -ENOMEM);
        tarry__scope_unlock(scope);
    }
}

// ---- spawning ----

// Nothing is started.
static void *refuse(void *result, const struct tarry_function *function, int error) {
    tarry__result_write_error(result, function, error);
    return NULL;
}

// Does a child count in scope->results?
static bool counts(const Scope *scope, const void *result) {
    return scope->collects && result;
}

static void *no_memory(struct tarry_context *cx, Scope *scope,
                       const struct tarry_function *function, void *result) {
    tarry__scope_lock(scope);
    tarry__scope_fail(cx->worker, scope, -ENOMEM);
    tarry__scope_unreserve(cx->worker, scope, counts(scope, result));
    tarry__scope_unlock(scope);
    return refuse(result, function, -ENOMEM);
}

// The child has a place.
static inline void *make(struct tarry_context *cx, Scope *scope,
                         const struct tarry_function *function, void *result) {
    Task *task = tarry__task_new(&cx->worker->slab, function, scope, result != NULL);
    if (__builtin_expect(!task, 0)) {
        return no_memory(cx, scope, function, result);
    }
    if (result) {
        *tarry__task_result(task) = result;
    }
    return tarry__task_future(task);
}

// Behind an `await spawn`'s wait for room.
static void *make_admitted(struct tarry_context *cx, const struct tarry_function *function,
                           void *result) {
    const struct tarry__admission__future *admission = cx->admission;
    cx->admission = NULL;
    if (admission->result == 0) {
        return make(cx, admission->scope, function, result);
    }
    if (admission->result == -EXDEV) {
        tarry__scope_note_error(admission->scope, -EXDEV);
    }
    return refuse(result, function, admission->result);
}

// Into a scope with places, or one that may not be touched from here.
static __attribute__((noinline)) void *make_carefully(struct tarry_context *cx, Scope *scope,
                                                      const struct tarry_function *function,
                                                      void *result) {
    if (cx->admission) {
        assert(cx->admission->scope == scope);
        return make_admitted(cx, function, result);
    }
    if (!tarry__scope_is_here(cx, scope)) {
        tarry__scope_note_error(scope, -EXDEV);
        return refuse(result, function, -EXDEV);
    }
    tarry__scope_lock(scope);
    bool reserved = tarry__scope_reserve(scope, counts(scope, result));
    if (!reserved) {
        tarry__scope_fail(cx->worker, scope, -EAGAIN);
    }
    tarry__scope_unlock(scope);
    return reserved ? make(cx, scope, function, result) : refuse(result, function, -EAGAIN);
}

void *tarry__spawn_new(struct tarry_context *cx, Scope *scope,
                       const struct tarry_function *function, volatile void *place) {
    void *result = (void *)place;
    if (cx->admission || scope->limit > 0 || scope->collects || !tarry__scope_is_here(cx, scope)) {
        if (tarry__scope_has_ended(scope)) {
            tarry__misuse("spawn: the scope has ended", scope, __builtin_return_address(0));
        }
        return make_carefully(cx, scope, function, result);
    }
    return make(cx, scope, function, result);
}

static inline void list(Scope *scope, Task *task) {
    Task *first = scope->children;
    task->sibling_next = first;
    if (first) {
        first->sibling_previous = task;
    }
    scope->children = task;
    if (__builtin_expect(tarry__link_is_cancelled(&scope->link), 0)) {
        tarry__fetch_or(&task->state, TARRY__TASK_CANCELLED, relaxed);
    }
}

void tarry__spawn(struct tarry_context *cx, Scope *scope, void *future) {
    Task *task = tarry__task_of_future(future);
    if (scope->link.kind == TARRY_CONCURRENT) {
        list(scope, task);
        tarry__worker_pin(cx->worker, task);
        tarry__task_queue_push(&cx->worker->queue, task);
        return;
    }
    tarry__scope_lock(scope);
    list(scope, task);
    tarry__scope_unlock(scope);
    tarry__worker_schedule(cx->worker, task);
}

// ---- ends ----

static inline void unlist(Scope *scope, Task *task) {
    if (task->sibling_next) {
        task->sibling_next->sibling_previous = task->sibling_previous;
    }
    if (task->sibling_previous) {
        task->sibling_previous->sibling_next = task->sibling_next;
    } else {
        scope->children = task->sibling_next;
    }
    scope->refused |= (tarry__task_state(task) & TARRY__TASK_REFUSED) != 0;
}

static inline void wake_joining(Worker *worker, Scope *scope) {
    if (!scope->children && scope->joining && tarry__task_state_wake(scope->parent, 0)) {
        tarry__worker_schedule_recent(worker, scope->parent);
    }
}

void tarry__scope_ends_tell(Worker *worker) {
    Scope *scope = worker->ends.scope;
    Task *first = worker->ends.first;
    if (!first) {
        return;
    }
    worker->ends.first = NULL;
    tarry__scope_lock(scope);
    for (Task *task = first; task; task = task->next) {
        unlist(scope, task);
    }
    wake_joining(worker, scope);
    tarry__scope_unlock(scope);
    while (first) {
        Task *next = first->next;
        tarry__task_free(&worker->slab, first);
        first = next;
    }
}

// Is it of no interest to anyone when a child of the scope ends, but that it was the last?
static bool may_be_told_late(Worker *worker, Scope *scope) {
    return scope->link.kind == TARRY_PARALLEL && !scope->collects && scope->limit == 0 &&
           !scope->fail_fast && !tarry__runtime_is_single(worker->runtime);
}

// Holds a child back that has ended, if that may be. Who spawns on another worker writes the scope
// all the time, so it is not even looked at while others of it are held.
static bool hold(Worker *worker, Scope *scope, Task *task) {
    if (worker->ends.first && worker->ends.scope == scope) {
        task->next = worker->ends.first;
    } else if (may_be_told_late(worker, scope)) {
        tarry__scope_ends_tell(worker);
        worker->ends.scope = scope;
        task->next = NULL;
    } else {
        return false;
    }
    worker->ends.first = task;
    tarry__task_state_ended(task);
    return true;
}

// 4b to 4e. True: the child is kept.
static inline bool leave(Worker *worker, Scope *scope, Task *task, bool has_result) {
    unlist(scope, task);
    bool kept = false;
    if (__builtin_expect(scope->collects || scope->limit > 0, 0)) {
        has_result &= scope->collects;
        kept = has_result && tarry__scope_offer_result(worker, scope, task);
        tarry__scope_unreserve(worker, scope, has_result);
    }
    wake_joining(worker, scope);
    return kept;
}

void tarry__scope_child_end(Worker *worker, Task *task) {
    Scope *scope = task->scope;
    const struct tarry_function *function = task->function;
    void *future = tarry__task_future(task);
    bool has_result = tarry__task_state(task) & TARRY__TASK_RESULT;
    if (has_result) {
        result_copy(*tarry__task_result(task), future, function->result_size);
    }
    if (hold(worker, scope, task)) {
        return;
    }
    int error = 0;
    bool failed = scope->fail_fast && result_is_negative(function, future, &error);
    tarry__scope_lock(scope);
    if (failed) {
        tarry__scope_fail(worker, scope, error);
    }
    bool kept = leave(worker, scope, task, has_result);
    tarry__scope_unlock(scope);
    if (!kept) {
        tarry__task_free(&worker->slab, task);
    }
}
