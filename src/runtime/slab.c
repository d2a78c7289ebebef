// Memory for tasks and frames, see slab.h. After mimalloc (Leijen, Zorn, de Moura 2019): free lists
// sharded by span, and one list of returns from other threads.
#include "runtime/slab.h"

#include "base/memory.h"

#include <assert.h>
#include <stdint.h>

enum {
    CHUNK_SIZE = 2 << 20, // a huge page
    SPAN_SIZE = 64 << 10,
    SPANS = CHUNK_SIZE / SPAN_SIZE,
    RETURNS_MAX = 32, // blocks per push onto another slab
    BLOCK_ALIGNMENT = 16,
};

// From this many chunks on, 128 MiB, huge pages are asked for. Before that they save 40 ns a task
// at best, and in a virtual machine that has to get them from its host can cost ten times as much.
enum { HUGE_FROM = 64 };

typedef struct tarry__slab Slab;
typedef struct tarry__span Span;
typedef struct tarry__chunk Chunk;

struct tarry__span {
    void *free;            // blocks that were used and given back
    uint32_t fresh;        // offset in the span of the first block never used
    uint32_t used;         // blocks in use
    uint32_t size;         // of a block
    uint32_t index;        // in its chunk
    Span *next, *previous; // in its class's list
    bool listed;
    bool kept; // empty, and not given back for being the only one listed
};

struct tarry__chunk {
    Slab *slab;
    Chunk *next, *previous; // in the slab's list, if it has a free span and is not the kept one
    Chunk *all_next, *all_previous; // in the list of all of the slab's
    uint32_t free_spans;            // a bit each
    Span spans[SPANS];
};

_Static_assert(SPANS == 32, "free_spans has a bit for each span");
_Static_assert(sizeof(Chunk) <= SPAN_SIZE / 8, "a chunk's head leaves room in its first span");

static const uint32_t all_spans = UINT32_MAX;

static Chunk *chunk_of(const void *block) {
    return (Chunk *)((uintptr_t)block & ~(uintptr_t)(CHUNK_SIZE - 1));
}

static Span *span_of(Chunk *chunk, const void *block) {
    return &chunk->spans[((uintptr_t)block & (CHUNK_SIZE - 1)) / SPAN_SIZE];
}

static char *span_start(Span *span) {
    return (char *)chunk_of(span) + (size_t)span->index * SPAN_SIZE;
}

static uint32_t span_head(const Span *span) {
    return span->index == 0 ? (uint32_t)(sizeof(Chunk) + 63) / 64 * 64 : 0;
}

static unsigned class_of(size_t size) {
    return (unsigned)((size + 15) / 16 - 1);
}

static bool is_small(size_t size, size_t alignment) {
    return size <= TARRY__SLAB_BLOCK_SIZE_MAX && alignment <= BLOCK_ALIGNMENT;
}

// ---- lists ----

static void span_list(Slab *slab, Span *span) {
    Span **head = &slab->with_room[class_of(span->size)];
    span->next = *head;
    span->previous = NULL;
    if (*head) {
        (*head)->previous = span;
    }
    *head = span;
    span->listed = true;
}

static void span_unlist(Slab *slab, Span *span) {
    if (span->next) {
        span->next->previous = span->previous;
    }
    if (span->previous) {
        span->previous->next = span->next;
    } else {
        slab->with_room[class_of(span->size)] = span->next;
    }
    span->listed = false;
}

static void chunk_list(Slab *slab, Chunk *chunk) {
    chunk->next = slab->chunks;
    chunk->previous = NULL;
    if (slab->chunks) {
        slab->chunks->previous = chunk;
    }
    slab->chunks = chunk;
}

static void chunk_unlist(Slab *slab, Chunk *chunk) {
    if (chunk->next) {
        chunk->next->previous = chunk->previous;
    }
    if (chunk->previous) {
        chunk->previous->next = chunk->next;
    } else {
        slab->chunks = chunk->next;
    }
}

// ---- chunks and spans ----

static Chunk *chunk_new(Slab *slab) {
    Chunk *chunk = tarry__memory_map(CHUNK_SIZE);
    if (!chunk) {
        return NULL;
    }
    if (slab->chunk_count >= HUGE_FROM) {
        tarry__memory_huge(chunk, CHUNK_SIZE);
    }
    chunk->slab = slab;
    chunk->free_spans = all_spans;
    for (unsigned i = 0; i < SPANS; i++) {
        chunk->spans[i].index = i;
    }
    chunk->all_next = slab->all;
    if (slab->all) {
        slab->all->all_previous = chunk;
    }
    slab->all = chunk;
    slab->chunk_count++;
    return chunk;
}

static void chunk_free(Slab *slab, Chunk *chunk) {
    if (chunk->all_next) {
        chunk->all_next->all_previous = chunk->all_previous;
    }
    if (chunk->all_previous) {
        chunk->all_previous->all_next = chunk->all_next;
    } else {
        slab->all = chunk->all_next;
    }
    slab->chunk_count--;
    tarry__memory_unmap(chunk, CHUNK_SIZE);
}

// A listed chunk with a free span: one in use before the kept one, and that before a new one.
static Chunk *chunk_with_room(Slab *slab) {
    if (slab->chunks) {
        return slab->chunks;
    }
    Chunk *chunk = slab->kept ? slab->kept : chunk_new(slab);
    slab->kept = NULL;
    if (chunk) {
        chunk_list(slab, chunk);
    }
    return chunk;
}

static void span_reset(Span *span) {
    span->free = NULL;
    span->fresh = span_head(span);
    tarry__memory_poison(span_start(span) + span->fresh, SPAN_SIZE - span->fresh);
}

// A span for blocks of `size`, listed; NULL if there is no memory.
static Span *span_new(Slab *slab, uint32_t size) {
    Chunk *chunk = chunk_with_room(slab);
    if (!chunk) {
        return NULL;
    }
    Span *span = &chunk->spans[__builtin_ctz(chunk->free_spans)];
    chunk->free_spans &= chunk->free_spans - 1;
    if (chunk->free_spans == 0) {
        chunk_unlist(slab, chunk);
    }
    span->size = size;
    span->used = 0;
    span_reset(span);
    span_list(slab, span);
    return span;
}

static void span_free(Slab *slab, Span *span) {
    Chunk *chunk = chunk_of(span);
    span_unlist(slab, span);
    if (chunk->free_spans == 0) {
        chunk_list(slab, chunk);
    }
    chunk->free_spans |= UINT32_C(1) << span->index;
    if (chunk->free_spans != all_spans) {
        return;
    }
    chunk_unlist(slab, chunk);
    if (slab->kept) {
        chunk_free(slab, chunk);
    } else {
        slab->kept = chunk;
    }
}

static void span_unkeep(Slab *slab, Span *span) {
    span->kept = false;
    slab->kept_spans--;
}

// ---- blocks ----

static void block_give_own(Slab *slab, Chunk *chunk, void *block) {
    Span *span = span_of(chunk, block);
    *(void **)block = span->free;
    tarry__memory_poison((char *)block + sizeof(void *), span->size - sizeof(void *));
    span->free = block;
    if (!span->listed) {
        span_list(slab, span);
        if (span->next && span->next->kept) {
            span_unkeep(slab, span->next);
            span_free(slab, span->next);
        }
    }
    if (--span->used > 0) {
        return;
    }
    if (span->next || span->previous) {
        span_free(slab, span);
    } else { // the only one of its class: starts afresh, in order of addresses
        span_reset(span);
        span->kept = true;
        slab->kept_spans++;
    }
}

static void returns_push(Slab *slab) {
    if (slab->returns.count == 0) {
        return;
    }
    _Atomic(void *) *head = &slab->returns.owner->returned;
    void *old = tarry__load(head, relaxed);
    do {
        *(void **)slab->returns.last = old;
    } while (!tarry__compare_exchange_weak(head, &old, slab->returns.first, release, relaxed));
    slab->returns.count = 0;
}

static void block_give_foreign(Slab *slab, Slab *owner, void *block, size_t size) {
    if (slab->returns.owner != owner || slab->returns.count >= RETURNS_MAX) {
        returns_push(slab);
        slab->returns.owner = owner;
    }
    if (slab->returns.count == 0) {
        slab->returns.last = block;
        slab->returns.first = NULL;
    }
    *(void **)block = slab->returns.first;
    tarry__memory_poison((char *)block + sizeof(void *), size - sizeof(void *));
    slab->returns.first = block;
    slab->returns.count++;
}

static void returned_take(Slab *slab) {
    if (!tarry__load(&slab->returned, relaxed)) {
        return;
    }
    void *block = tarry__exchange(&slab->returned, NULL, acquire);
    while (block) {
        void *next = *(void **)block;
        block_give_own(slab, chunk_of(block), block);
        block = next;
    }
}

static Span *span_with_room(Slab *slab, uint32_t size) {
    Span **head = &slab->with_room[class_of(size)];
    if (!*head) {
        returned_take(slab);
    }
    return *head ? *head : span_new(slab, size);
}

static void *block_take_small(Slab *slab, size_t size) {
    uint32_t rounded = (uint32_t)(size + 15) & ~UINT32_C(15);
    Span *span = slab->with_room[class_of(size)];
    if (__builtin_expect(!span, 0)) {
        span = span_with_room(slab, rounded);
        if (!span) {
            return NULL;
        }
    }
    if (span->used++ == 0 && span->kept) {
        span_unkeep(slab, span);
    }
    void *block = span->free;
    if (block) {
        span->free = *(void **)block;
    } else {
        block = span_start(span) + span->fresh;
        span->fresh += rounded;
    }
    if (!span->free && span->fresh + rounded > SPAN_SIZE) {
        span_unlist(slab, span);
    }
    tarry__memory_unpoison(block, size);
    return block;
}

void *tarry__block_take(Slab *slab, size_t size, size_t alignment) {
    if (!is_small(size, alignment)) {
        return tarry__memory_new(size, alignment);
    }
    if (__builtin_expect(tarry__memory_fails(size), 0)) {
        return NULL;
    }
    return block_take_small(slab, size);
}

void tarry__block_give(Slab *slab, void *block, size_t size, size_t alignment) {
    if (!is_small(size, alignment)) {
        tarry__memory_free(block);
        return;
    }
    Chunk *chunk = chunk_of(block);
    if (chunk->slab == slab) {
        block_give_own(slab, chunk, block);
    } else {
        block_give_foreign(slab, chunk->slab, block, size);
    }
}

void tarry__slab_settle(Slab *slab) {
    returns_push(slab);
    returned_take(slab);
}

void tarry__slab_trim(Slab *slab) {
    for (unsigned i = 0; slab->kept_spans > 0 && i < TARRY__SLAB_CLASSES; i++) {
        Span *span = slab->with_room[i];
        if (span && span->kept) {
            span_unkeep(slab, span);
            span_free(slab, span);
        }
    }
}

void tarry__slab_destroy(Slab *slab) {
    while (slab->all) {
        chunk_free(slab, slab->all);
    }
}
