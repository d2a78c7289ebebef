// Tasks that wait in a ring of a scope, first come, first served. The rings are doubly linked; the
// scope points at the first. See scope.c, 3.
#ifndef TARRY_RUNTIME_WAITER_H
#define TARRY_RUNTIME_WAITER_H

#include "runtime/scope.h"

enum tarry__waiter_phase {
    TARRY__WAITER_NEW = 0,
    TARRY__WAITER_WAITING, // in a ring
    TARRY__WAITER_GIVEN,   // taken out, by whoever gave it what it waited for
};

// All on the scope's worker, or under its lock.

// tarry__waiter_join makes the running task wait, as the last of the ring: -> WAITING.
void tarry__waiter_join(struct tarry_context *cx, struct tarry_scope *scope,
                        struct tarry_scope_waiter **ring, struct tarry_scope_waiter *waiter);
// tarry__waiter_leave: the running task waits no longer. Takes it out if it is still WAITING.
void tarry__waiter_leave(struct tarry_context *cx, struct tarry_scope *scope,
                         struct tarry_scope_waiter **ring, struct tarry_scope_waiter *waiter);
// tarry__waiter_give takes the first one out, hands it `given` and wakes it: -> GIVEN. False: there
// is none.
bool tarry__waiter_give(struct tarry_worker *worker, struct tarry_scope_waiter **ring, void *given);

#endif
