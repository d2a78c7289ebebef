// The injection queue: one for all workers of a runtime, for runnable tasks that fit into no ring.
// Looked at in every round and by every search. The newest task overflows, not the oldest of a ring,
// so that tasks start in the order of their spawning as far as one worker runs them.
//
// A list with a lock at each end (Michael and Scott 1996), so that who appends a million tasks one by
// one does not wait while another worker walks along a hundred of them to take them off.
//
// Protocol.
//   1. push, under `tail_lock`: the task into *end, its `next` becomes the end; then pushed+1 (seq_cst
//      or not, see idle.h; a release for 2)
//   2. move, under `head_lock`: loads pushed (acquire of 1). Of the pushed - taken tasks there it
//      cuts off fewer than all: their links, up to that to the first one left, were written
//      before. `first` is not the end then, so no push touches it. Then taken+n
//   3. to take all, `tail_lock` as well, so that the end can be moved back to `first`
// `taken` is written under `head_lock`. Both counts are read without a lock as a hint.
#ifndef TARRY_RUNTIME_INJECTION_H
#define TARRY_RUNTIME_INJECTION_H

#include "base/lock.h"
#include "runtime/ring.h"
#include "runtime/task.h"

struct tarry__injection {
    // ---- who pushes ----
    _Alignas(64) _Atomic uint32_t tail_lock;
    _Atomic size_t pushed;
    struct tarry_task **end; // where the next one goes; NULL: into `first`
    // ---- who takes ----
    _Alignas(64) _Atomic uint32_t head_lock;
    _Atomic size_t taken;
    struct tarry_task *first;
};

// All zero is a valid, empty queue.

// tarry__injection_push appends a task. `is_left`: it needs no place in the order of idle.h.
void tarry__injection_push(struct tarry__injection *injection, struct tarry_task *task,
                           bool is_left);
// tarry__injection_move moves up to `count` of the oldest into `ring`, the caller's, as far as
// there is room. How many.
size_t tarry__injection_move(struct tarry__injection *injection, struct tarry__ring *ring,
                             size_t count);

// tarry__injection_count: how many tasks are there. An order of seq_cst, see idle.h;
// tarry__injection_hint: without one.
static inline size_t tarry__injection_count(struct tarry__injection *injection) {
    size_t taken = tarry__load(&injection->taken, seq_cst); // first: it never gets ahead
    return tarry__load(&injection->pushed, seq_cst) - taken;
}

static inline size_t tarry__injection_hint(struct tarry__injection *injection) {
    size_t taken = tarry__load(&injection->taken, relaxed);
    return tarry__load(&injection->pushed, relaxed) - taken;
}

#endif
