// Memory for tasks and frames: each worker has a slab, which hands out blocks in size classes of 16
// bytes from large chunks.
//
// A chunk is 2 MiB, aligned to its size, so that a block finds its chunk by masking, and the system
// can back it with a huge page. It is cut into 32 spans of 64 KiB; each span holds blocks of one
// class, packed, the first span less the chunk's head. A million equal tasks lie side by side in
// the order of their spawning.
//
// A block may be given back on any worker. On its own, it goes to its span's free list. On another,
// it goes into that slab's batch of returns; a full batch is pushed onto the owner's `returned`
// stack in one atomic operation, and the owner takes the whole stack when it runs short, between
// rounds, and before it parks. So what others return to a worker that sleeps all the time stays
// there until it wakes.
//
// Invariants. Only the owner touches anything here but `returned`. A span with room is in its
// class's list, a full one is not. A span none of whose blocks is in use is given back to its
// chunk, unless it is the only one with room in its class: then it is kept, until tarry__slab_trim
// or another one has room. A chunk none of whose spans is in use is given back to the system, but
// for one that each slab keeps, so that a lone task that comes and goes maps nothing.
//
// The `returned` stack: push: CAS(head, release); take: exchange(NULL, acquire), which reads from
// all pushes it takes.
#ifndef TARRY_RUNTIME_SLAB_H
#define TARRY_RUNTIME_SLAB_H

#include "base/atomic.h"

#include <stddef.h>

// Larger blocks come from malloc: they are rare, and fill a span badly.
enum { TARRY__SLAB_BLOCK_SIZE_MAX = 2048, TARRY__SLAB_CLASSES = TARRY__SLAB_BLOCK_SIZE_MAX / 16 };

struct tarry__span;
struct tarry__chunk;

struct tarry__slab {
    struct tarry__span *with_room[TARRY__SLAB_CLASSES]; // by class, doubly linked
    struct tarry__chunk *chunks;                        // with free spans, doubly linked
    struct tarry__chunk *kept;                          // an empty one
    struct tarry__chunk *all;
    unsigned chunk_count;
    unsigned kept_spans;
    struct {
        struct tarry__slab *owner;
        void *first, *last;
        unsigned count;
    } returns; // blocks of another slab, to be pushed there
    _Alignas(64) _Atomic(void *) returned;
};

// All zero is a valid slab. tarry__slab_destroy frees all its chunks, whatever lies in them.
void tarry__slab_destroy(struct tarry__slab *slab);

// tarry__block_take returns a block of `size` bytes aligned to `alignment` from this slab or, if
// large or sharply aligned, from malloc; NULL if there is none. tarry__block_give gives one back,
// from whatever slab; same size and alignment.
void *tarry__block_take(struct tarry__slab *slab, size_t size, size_t alignment);
void tarry__block_give(struct tarry__slab *slab, void *block, size_t size, size_t alignment);

// tarry__slab_settle pushes the returns for other slabs and takes what others returned. Cheap when
// there is nothing.
void tarry__slab_settle(struct tarry__slab *slab);
// tarry__slab_trim gives back the spans that are kept for speed. Before parking.
void tarry__slab_trim(struct tarry__slab *slab);

#endif
