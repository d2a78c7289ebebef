// Deadlines inside the runtime, see within.c.
#ifndef TARRY_RUNTIME_WITHIN_H
#define TARRY_RUNTIME_WITHIN_H

#include <tarry/within.h>

// tarry__within_expire: the timer of an open `within` has fired on `worker`, which its task is
// pinned to.
void tarry__within_expire(struct tarry_worker *worker, struct tarry_timer *timer);

#endif
