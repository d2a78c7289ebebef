// Memory for tasks and frames: each worker has a slab, which hands out blocks in size classes of 8
// bytes from large chunks. Where blocks are aligned to 16, their sizes are multiples of that.
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
// chunk, unless it is the only one with room in its class: then it is kept, until tarry__slab_rest
// or another one has room. A chunk none of whose spans is in use is empty: it waits to be used
// again, which saves the page faults of a new one, and goes back to the system when that has not
// happened for a while (tarry__slab_age). If no other chunk has room one is kept for good, so that a
// lone task that comes and goes maps nothing.
//
// The `returned` stack: push: CAS(head, release); take: exchange(NULL, acquire), which reads from
// all pushes it takes.
#ifndef TARRY_RUNTIME_SLAB_H
#define TARRY_RUNTIME_SLAB_H

#include "base/atomic.h"
#include "base/memory.h"

#include <stddef.h>
#include <stdint.h>

// Larger blocks come from malloc: they are rare, and fill a span badly.
enum {
    TARRY__SLAB_STEP = 8,
    TARRY__SLAB_BLOCK_SIZE_MIN = 16, // what is returned to another slab says so in itself
    TARRY__SLAB_BLOCK_SIZE_MAX = 2048,
    TARRY__SLAB_ALIGNMENT_MAX = 16,
    TARRY__SLAB_CLASSES = TARRY__SLAB_BLOCK_SIZE_MAX / TARRY__SLAB_STEP,
};

enum {
    TARRY__CHUNK_SIZE = 2 << 20, // a huge page
    TARRY__SPAN_SIZE = 64 << 10,
    TARRY__CHUNK_SPANS = TARRY__CHUNK_SIZE / TARRY__SPAN_SIZE,
};

// So many blocks ahead the owner asks for what others have returned, before he comes to it.
enum { TARRY__RETURNS_AHEAD = 8 };

struct tarry__span {
    void *free;     // blocks that were used and given back
    char *fresh;    // the first block never used
    char *last;     // where the last one can begin
    uint32_t used;  // blocks in use
    uint16_t size;  // of a block
    uint8_t listed; // in its class's list
    uint8_t kept;   // empty, and not given back for being the only one listed
    struct tarry__span *next, *previous;
};

struct tarry__chunk {
    struct tarry__slab *slab;
    struct tarry__chunk *next, *previous; // in the slab's list, if it has a free span and is in use
    struct tarry__chunk *all_next, *all_previous; // in the list of all of the slab's
    uint32_t free_spans;                          // a bit each
    uint32_t touched; // groups of spans whose pages are there, or come in faults; a bit each
    struct tarry__span spans[TARRY__CHUNK_SPANS];
};

struct tarry__slab {
    struct tarry__span *with_room[TARRY__SLAB_CLASSES]; // by class, doubly linked
    struct tarry__chunk *chunks;                        // with free spans, doubly linked
    struct tarry__chunk *empty; // linked by `next`; the one that became empty last comes first
    struct tarry__chunk *all;
    unsigned chunk_count;
    unsigned empty_count;
    unsigned empty_least; // how many there were at least since the last time some grew old
    unsigned old_count;   // how many are old, and on their way back to the system
    unsigned kept_spans;
    int64_t age_at; // when the next grow old
    struct {
        struct tarry__slab *owner;
        void *first, *last;
        unsigned count;
        const void *ahead[TARRY__RETURNS_AHEAD]; // the last ones, a ring
    } returns;                                   // blocks of another slab, to be pushed there
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
// tarry__slab_rest gives the spans that are kept for speed to their chunks. Before parking.
void tarry__slab_rest(struct tarry__slab *slab);
// tarry__slab_age gives some of the empty chunks nobody has needed for a while back to the system,
// and returns when it wants to be called next: INT64_MAX if there is nothing to do.
int64_t tarry__slab_age(struct tarry__slab *slab, int64_t now);
// tarry__slab_trim does all of both at once.
void tarry__slab_trim(struct tarry__slab *slab);

// ---- the short way ----

void tarry__span_is_full(struct tarry__slab *slab, struct tarry__span *span);
void tarry__span_is_unkept(struct tarry__slab *slab, struct tarry__span *span);
void tarry__span_got_room(struct tarry__slab *slab, struct tarry__span *span);
void tarry__span_is_empty(struct tarry__slab *slab, struct tarry__span *span);
// tarry__block_give_foreign gives back a block of another slab's chunk.
void tarry__block_give_foreign(struct tarry__slab *slab, struct tarry__chunk *chunk, void *block);

static inline bool tarry__block_is_small(size_t size, size_t alignment) {
    return size <= TARRY__SLAB_BLOCK_SIZE_MAX && alignment <= TARRY__SLAB_ALIGNMENT_MAX;
}

// The class of the smallest blocks for so many bytes: every other one's sizes are multiples of 16.
static inline size_t tarry__block_class(size_t size, size_t alignment) {
    size_t class = (size + TARRY__SLAB_STEP - 1) / TARRY__SLAB_STEP - 1;
    return class | (alignment > TARRY__SLAB_STEP);
}

static inline struct tarry__chunk *tarry__chunk_of(const void *block) {
    return (struct tarry__chunk *)((uintptr_t)block & ~(uintptr_t)(TARRY__CHUNK_SIZE - 1));
}

static inline struct tarry__span *tarry__span_of(struct tarry__chunk *chunk, const void *block) {
    return &chunk->spans[((uintptr_t)block & (TARRY__CHUNK_SIZE - 1)) / TARRY__SPAN_SIZE];
}

// From a span with room.
static inline void *tarry__block_take_from(struct tarry__slab *slab, struct tarry__span *span,
                                           size_t size) {
    if (__builtin_expect(span->used++ == 0, 0) && span->kept) {
        tarry__span_is_unkept(slab, span);
    }
    void *block = span->free;
    if (block) {
        span->free = *(void **)block;
    } else {
        block = span->fresh;
        span->fresh += span->size;
    }
    if (__builtin_expect(!span->free && span->fresh > span->last, 0)) {
        tarry__span_is_full(slab, span);
    }
    tarry__memory_unpoison(block, size);
    return block;
}

// Of the slab's own chunks.
static inline void tarry__block_give_own(struct tarry__slab *slab, struct tarry__chunk *chunk,
                                         void *block) {
    struct tarry__span *span = tarry__span_of(chunk, block);
    *(void **)block = span->free;
    tarry__memory_poison((char *)block + sizeof(void *), span->size - sizeof(void *));
    span->free = block;
    if (__builtin_expect(!span->listed, 0)) {
        tarry__span_got_room(slab, span);
    }
    if (__builtin_expect(--span->used == 0, 0)) {
        tarry__span_is_empty(slab, span);
    }
}

// tarry__block_take_quick and tarry__block_give_quick are tarry__block_take and _give, to be inlined
// where a nanosecond counts.
static inline void *tarry__block_take_quick(struct tarry__slab *slab, size_t size,
                                            size_t alignment) {
    if (__builtin_expect(tarry__block_is_small(size, alignment), 1)) {
        struct tarry__span *span = slab->with_room[tarry__block_class(size, alignment)];
        if (__builtin_expect(span != NULL, 1)) {
            bool fails = __builtin_expect(tarry__memory_fails(size), 0);
            return fails ? NULL : tarry__block_take_from(slab, span, size);
        }
    }
    return tarry__block_take(slab, size, alignment);
}

// tarry__block_give_small gives a block back that is small. A slab without chunks owns nothing.
static inline void tarry__block_give_small(struct tarry__slab *slab, void *block) {
    struct tarry__chunk *chunk = tarry__chunk_of(block);
    if (__builtin_expect(slab->all && chunk->slab == slab, 1)) {
        tarry__block_give_own(slab, chunk, block);
    } else {
        tarry__block_give_foreign(slab, chunk, block);
    }
}

static inline void tarry__block_give_quick(struct tarry__slab *slab, void *block, size_t size,
                                           size_t alignment) {
    if (__builtin_expect(tarry__block_is_small(size, alignment), 1)) {
        tarry__block_give_small(slab, block);
    } else {
        tarry__memory_free(block);
    }
}

#endif
