// The injection queue: one for all workers of a runtime, for runnable tasks that fit into no ring.
// Looked at in every round and by every search. Behind a spin lock; tasks leave it in batches. The
// newest task overflows, not the oldest of a ring, so that tasks start in the order of their
// spawning as far as one worker runs them.
//
// `count` is written under the lock (seq_cst, see idle.h) and read without it as a hint.
#ifndef TARRY_RUNTIME_INJECTION_H
#define TARRY_RUNTIME_INJECTION_H

#include "base/lock.h"
#include "runtime/ring.h"
#include "runtime/task.h"

struct tarry__injection {
    _Alignas(64) _Atomic uint32_t lock;
    _Atomic size_t count;
    struct tarry__task_queue queue;
};

// tarry__injection_push appends a task.
void tarry__injection_push(struct tarry__injection *injection, struct tarry_task *task);
// tarry__injection_move moves up to `count` of the oldest into `ring`, the caller's, as far as
// there is room. How many.
size_t tarry__injection_move(struct tarry__injection *injection, struct tarry__ring *ring,
                             size_t count);

static inline size_t tarry__injection_count(struct tarry__injection *injection) {
    return tarry__load(&injection->count, seq_cst);
}

#endif
