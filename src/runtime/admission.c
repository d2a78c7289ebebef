// Bounded concurrency: places for children, and waiting for one. See scope.c, 7 to 9.
#include "runtime/leaf.h"
#include "runtime/misuse.h"
#include "runtime/waiter.h"
#include "runtime/worker.h"

#include <errno.h>

typedef struct tarry_scope Scope;
typedef struct tarry__admission__future Admission;

// It lies in the futures of programs that were compiled with another version of the library.
_Static_assert(sizeof(Admission) == 56 && sizeof(struct tarry_scope_waiter) == 40,
               "public layouts stay as they are");

bool tarry__scope_reserve(Scope *scope, bool has_result) {
    if (scope->limit > 0) {
        if (scope->places == scope->limit) {
            return false;
        }
        scope->places++;
    }
    scope->results += has_result;
    return true;
}

void tarry__scope_unreserve(struct tarry_worker *worker, Scope *scope, bool has_result) {
    if (scope->limit > 0 && !tarry__waiter_give(worker, &scope->admission, NULL)) {
        scope->places--;
    }
    if (has_result) {
        tarry__scope_result_gone(worker, scope);
    }
}

// The first poll. True: there is an answer.
static bool begin(Admission *self, struct tarry_context *cx) {
    Scope *scope = self->scope;
    self->has_result &= scope->collects;
    if (tarry__is_cancelled(cx)) {
        self->result = -ECANCELED;
        return true;
    }
    if (tarry__scope_reserve(scope, self->has_result)) {
        self->result = 0;
        return true;
    }
    scope->results += self->has_result;
    tarry__waiter_join(cx, scope, &scope->admission, &self->waiter);
    return false;
}

// A later one.
static bool go_on(Admission *self, struct tarry_context *cx) {
    Scope *scope = self->scope;
    bool given = self->waiter.phase == TARRY__WAITER_GIVEN, cancelled = tarry__is_cancelled(cx);
    if (!given && !cancelled) {
        return false;
    }
    tarry__waiter_leave(cx, scope, &scope->admission, &self->waiter);
    if (cancelled && given) {
        tarry__scope_unreserve(cx->worker, scope, self->has_result);
    } else if (cancelled && self->has_result) {
        tarry__scope_result_gone(cx->worker, scope);
    }
    self->result = cancelled ? -ECANCELED : 0;
    return true;
}

bool tarry__admission__poll(void *future, struct tarry_context *cx) {
    Admission *self = future;
    if (self->state == 0) {
        if (!tarry__scope_is_here(cx, self->scope)) {
            if (tarry__scope_has_ended(self->scope)) {
                tarry__misuse("await spawn: the scope has ended", self->scope,
                              __builtin_return_address(0));
            }
            self->result = -EXDEV;
            return true;
        }
        if (!tarry__budget_spend(cx)) {
            return false;
        }
    }
    tarry__scope_lock(self->scope);
    bool ended = self->state == 0 ? begin(self, cx) : go_on(self, cx);
    tarry__scope_unlock(self->scope);
    self->state = 1;
    return ended;
}

const struct tarry_function tarry__admission__function = {
    .name = "room in the scope",
    .file = "tarry/abi.h",
    .poll = tarry__admission__poll,
    .size = sizeof(Admission),
    .alignment = _Alignof(Admission),
    .result_size = sizeof(int),
    .state_offset = offsetof(Admission, state),
    .flags = TARRY_FUNCTION_RESULT_SIGNED | TARRY_FUNCTION_LEAF,
};
