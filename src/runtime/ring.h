// A worker's run queue: a bounded ring that its owner fills and empties, and other workers steal
// from, half at a time (the shape of Go's and Tokio's). 64-bit positions never wrap, so a stale
// head can never be mistaken for a current one.
//
// Protocol. Tasks lie at positions head..tail-1.
//   1. push (owner): task into slot[tail], then tail+1 (seq_cst, see idle.h; a release for 2 and 3);
//      several at once in the same way
//   2. pop (owner): reads slot[head], CAS head -> head+1
//   3. steal (others): loads head (acquire), tail (acquire of 1), copies half, CAS head -> head+n
//      (release)
//   4. push finds room by loading head (acquire of 2 and 3): the slots behind it have been copied
// A thief whose CAS fails has copied what others took, and forgets it.
#ifndef TARRY_RUNTIME_RING_H
#define TARRY_RUNTIME_RING_H

#include "base/atomic.h"

#include <stddef.h>

struct tarry_task;

// As Go and Tokio: two kilobytes; half of it is one batch for the injection queue.
enum { TARRY__RING_SIZE = 256 };

struct tarry__ring {
    _Alignas(64) _Atomic uint64_t head; // thieves write here
    _Alignas(64) _Atomic uint64_t tail; // only the owner writes here
    _Atomic(struct tarry_task *) slots[TARRY__RING_SIZE];
};

// All zero is a valid, empty ring.

// tarry__ring_push (owner): false if the ring is full.
bool tarry__ring_push(struct tarry__ring *ring, struct tarry_task *task);
// tarry__ring_push_chain (owner) pushes `count` tasks linked by `next`, for which there is room.
void tarry__ring_push_chain(struct tarry__ring *ring, struct tarry_task *first, size_t count);
// tarry__ring_pop (owner): the oldest, or NULL.
struct tarry_task *tarry__ring_pop(struct tarry__ring *ring);
// tarry__ring_is_empty (owner): whether there is nothing to pop. What is not its own it may see late.
static inline bool tarry__ring_is_empty(struct tarry__ring *ring) {
    return tarry__load(&ring->head, relaxed) == tarry__load(&ring->tail, relaxed);
}
// tarry__ring_steal (owner of `into`, which is empty) takes half of `from`: returns one task, and
// puts the others into `into`.
struct tarry_task *tarry__ring_steal(struct tarry__ring *from, struct tarry__ring *into);
// tarry__ring_length: exact for the owner, but for thieves; a guess for others. An order of
// seq_cst: see idle.h.
size_t tarry__ring_length(struct tarry__ring *ring);

#endif
