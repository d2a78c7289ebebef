// Scopes inside the runtime, see scope.c. What users call is in <tarry/scope.h>, what generated
// code calls in <tarry/abi.h>.
#ifndef TARRY_RUNTIME_SCOPE_H
#define TARRY_RUNTIME_SCOPE_H

#include <tarry/scope.h>

#include "runtime/task.h"

struct tarry_worker;

// tarry__scope_child_end: `task`, a scope's child, has been polled to its end on `worker`. Hands
// its result over, takes it out of its scope, and frees it.
void tarry__scope_child_end(struct tarry_worker *worker, struct tarry_task *task);

// tarry__scope_tell_children: `task`, which `worker` is about to poll, has NOTICE: tells the
// children of those of its open scopes that were cancelled from another worker.
void tarry__scope_tell_children(struct tarry_worker *worker, struct tarry_task *task);

#endif
