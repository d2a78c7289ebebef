// Memory for tasks and frames, see slab.h. After mimalloc (Leijen, Zorn, de Moura 2019): free lists
// sharded by span, and one list of returns from other threads.
#include "runtime/slab.h"

#include "base/memory.h"

#include <assert.h>
#include <stdint.h>

enum {
    CHUNK_SIZE = TARRY__CHUNK_SIZE,
    SPAN_SIZE = TARRY__SPAN_SIZE,
    SPANS = TARRY__CHUNK_SPANS,
    RETURNS_MAX = 32,   // blocks per push onto another slab
    AGE_AT_ONCE = 4,    // chunks given to the system at once: half a millisecond's work
    POPULATE_FROM = 2,  // chunks: who needs so many will need more spans soon,
    POPULATE_SPANS = 4, // so many together: 1420 ns a page, in calls for one 1470, in faults 1560
};

// For so long a chunk is empty at least before it goes back to the system.
static const int64_t age_ns = 100000000;

// From this many chunks on, 128 MiB, huge pages are asked for. Before that they save 40 ns a task
// at best, and in a virtual machine that has to get them from its host can cost ten times as much.
enum { HUGE_FROM = 64 };

typedef struct tarry__slab Slab;
typedef struct tarry__span Span;
typedef struct tarry__chunk Chunk;

_Static_assert(SPANS == 32, "free_spans has a bit for each span");
_Static_assert(sizeof(Chunk) <= SPAN_SIZE / 8, "a chunk's head leaves room in its first span");

static const uint32_t all_spans = UINT32_MAX;

static unsigned index_of(const Span *span) {
    return (unsigned)(span - tarry__chunk_of(span)->spans);
}

static char *span_start(const Span *span) {
    return (char *)tarry__chunk_of(span) + (size_t)index_of(span) * SPAN_SIZE;
}

// Where its first block is: behind the chunk's head, in the first span.
static char *span_first(const Span *span) {
    return span_start(span) + (index_of(span) == 0 ? (sizeof(Chunk) + 63) / 64 * 64 : 0);
}

// ---- lists ----

static size_t class_of(const Span *span) {
    return tarry__block_class(span->size, TARRY__SLAB_STEP);
}

static void span_list(Slab *slab, Span *span) {
    Span **head = &slab->with_room[class_of(span)];
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
        slab->with_room[class_of(span)] = span->next;
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

static void empty_push(Slab *slab, Chunk *chunk) {
    chunk->next = slab->empty;
    slab->empty = chunk;
    slab->empty_count++;
}

static Chunk *empty_pop(Slab *slab) {
    Chunk *chunk = slab->empty;
    if (chunk) {
        slab->empty = chunk->next;
        slab->empty_count--;
        slab->empty_least =
            slab->empty_count < slab->empty_least ? slab->empty_count : slab->empty_least;
    }
    return chunk;
}

// A listed chunk with a free span: one in use before an empty one, and that before a new one.
static Chunk *chunk_with_room(Slab *slab) {
    if (slab->chunks) {
        return slab->chunks;
    }
    Chunk *chunk = empty_pop(slab);
    chunk = chunk ? chunk : chunk_new(slab);
    if (chunk) {
        chunk_list(slab, chunk);
    }
    return chunk;
}

static void span_reset(Span *span) {
    char *end = span_start(span) + SPAN_SIZE;
    span->free = NULL;
    span->fresh = span_first(span);
    span->last = end - span->size;
    tarry__memory_poison(span->fresh, (size_t)(end - span->fresh));
}

// Gets the pages of spans that will be filled soon, in one call and not in a fault for each.
static void span_touch(Slab *slab, Chunk *chunk, const Span *span) {
    unsigned group = index_of(span) / POPULATE_SPANS;
    uint32_t bit = UINT32_C(1) << group;
    if (!(chunk->touched & bit) && slab->chunk_count >= POPULATE_FROM &&
        slab->chunk_count < HUGE_FROM) {
        char *start = span_start(&chunk->spans[group * POPULATE_SPANS]);
        tarry__memory_populate(start, (size_t)POPULATE_SPANS * SPAN_SIZE);
    }
    chunk->touched |= bit;
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
    span_touch(slab, chunk, span);
    span->size = (uint16_t)size;
    span->used = 0;
    span_reset(span);
    span_list(slab, span);
    return span;
}

static void span_free(Slab *slab, Span *span) {
    Chunk *chunk = tarry__chunk_of(span);
    span_unlist(slab, span);
    if (chunk->free_spans == 0) {
        chunk_list(slab, chunk);
    }
    chunk->free_spans |= UINT32_C(1) << index_of(span);
    if (chunk->free_spans == all_spans) {
        chunk_unlist(slab, chunk);
        empty_push(slab, chunk);
    }
}

// ---- what happens to spans as blocks come and go ----

void tarry__span_is_full(Slab *slab, Span *span) {
    span_unlist(slab, span);
}

void tarry__span_is_unkept(Slab *slab, Span *span) {
    span->kept = false;
    slab->kept_spans--;
}

void tarry__span_got_room(Slab *slab, Span *span) {
    span_list(slab, span);
    if (span->next && span->next->kept) {
        tarry__span_is_unkept(slab, span->next);
        span_free(slab, span->next);
    }
}

void tarry__span_is_empty(Slab *slab, Span *span) {
    if (span->next || span->previous) {
        span_free(slab, span);
    } else { // the only one of its class: starts afresh, in order of addresses
        span_reset(span);
        span->kept = true;
        slab->kept_spans++;
    }
}

// ---- blocks ----

// A block on its way back to its slab, whose owner has none of them in his cache: so that he need not
// wait for each in turn, it also says which comes some blocks later.
typedef struct Returned Returned;
struct Returned {
    Returned *next;
    const void *ahead; // to be prefetched, not more: it may be another slab's
};

_Static_assert(sizeof(Returned) <= TARRY__SLAB_BLOCK_SIZE_MIN, "the smallest block holds it");

static void returns_push(Slab *slab) {
    if (slab->returns.count == 0) {
        return;
    }
    _Atomic(void *) *head = &slab->returns.owner->returned;
    void *old = tarry__load(head, relaxed);
    Returned *last = slab->returns.last;
    do {
        last->next = old;
    } while (!tarry__compare_exchange_weak(head, &old, slab->returns.first, release, relaxed));
    slab->returns.count = 0;
}

void tarry__block_give_foreign(Slab *slab, Chunk *chunk, void *block) {
    Slab *owner = chunk->slab;
    if (slab->returns.owner != owner || slab->returns.count >= RETURNS_MAX) {
        returns_push(slab);
        slab->returns.owner = owner;
    }
    if (slab->returns.count == 0) {
        slab->returns.last = block;
        slab->returns.first = NULL;
    }
    const void **ahead = &slab->returns.ahead[slab->returns.count % TARRY__RETURNS_AHEAD];
    tarry__memory_poison((char *)block + sizeof(Returned),
                         tarry__span_of(chunk, block)->size - sizeof(Returned));
    tarry__memory_unpoison(block, sizeof(Returned)); // less may have been asked for
    *(Returned *)block = (Returned){slab->returns.first, *ahead};
    *ahead = block;
    slab->returns.first = block;
    slab->returns.count++;
}

static void returned_take(Slab *slab) {
    if (!tarry__load(&slab->returned, relaxed)) {
        return;
    }
    Returned *block = tarry__exchange(&slab->returned, NULL, acquire);
    while (block) {
        Returned *next = block->next;
        __builtin_prefetch(block->ahead, 1);
        tarry__block_give_own(slab, tarry__chunk_of(block), block);
        block = next;
    }
}

static Span *span_with_room(Slab *slab, size_t class) {
    Span **head = &slab->with_room[class];
    if (!*head) {
        returned_take(slab);
    }
    return *head ? *head : span_new(slab, (uint32_t)(class + 1) * TARRY__SLAB_STEP);
}

void *tarry__block_take(Slab *slab, size_t size, size_t alignment) {
    if (!tarry__block_is_small(size, alignment)) {
        return tarry__memory_new(size, alignment);
    }
    if (__builtin_expect(tarry__memory_fails(size), 0)) {
        return NULL;
    }
    size = size > TARRY__SLAB_BLOCK_SIZE_MIN ? size : TARRY__SLAB_BLOCK_SIZE_MIN;
    Span *span = span_with_room(slab, tarry__block_class(size, alignment));
    return span ? tarry__block_take_from(slab, span, size) : NULL;
}

void tarry__block_give(Slab *slab, void *block, size_t size, size_t alignment) {
    tarry__block_give_quick(slab, block, size, alignment);
}

void tarry__slab_settle(Slab *slab) {
    returns_push(slab);
    returned_take(slab);
}

// ---- giving memory back ----

void tarry__slab_rest(Slab *slab) {
    for (unsigned i = 0; slab->kept_spans > 0 && i < TARRY__SLAB_CLASSES; i++) {
        Span *span = slab->with_room[i];
        if (span && span->kept) {
            tarry__span_is_unkept(slab, span);
            span_free(slab, span);
        }
    }
}

static void give_empty_back(Slab *slab, unsigned count) {
    while (count-- > 0 && slab->empty) {
        chunk_free(slab, empty_pop(slab));
    }
}

// How many empty chunks are kept for good: one, if no other has room.
static unsigned empty_min(const Slab *slab) {
    return !slab->chunks;
}

static unsigned spare_chunks(const Slab *slab) {
    return slab->empty_count > empty_min(slab) ? slab->empty_count - empty_min(slab) : 0;
}

// Chunks are used again last in, first out. So of the empty ones, as many as there were at any time
// since some grew old last have not been needed since then.
int64_t tarry__slab_age(Slab *slab, int64_t now) {
    unsigned spare = spare_chunks(slab);
    if (spare == 0) {
        slab->age_at = 0;
        return INT64_MAX;
    }
    if (slab->age_at == 0 || now >= slab->age_at) {
        slab->old_count = slab->age_at == 0 ? 0 : slab->empty_least;
        slab->empty_least = slab->empty_count;
        slab->age_at = now + age_ns;
    }
    unsigned old = slab->old_count < spare ? slab->old_count : spare;
    unsigned count = old < AGE_AT_ONCE ? old : AGE_AT_ONCE;
    slab->old_count = old - count;
    give_empty_back(slab, count);
    return slab->old_count > 0 ? now : count < spare ? slab->age_at : INT64_MAX;
}

void tarry__slab_trim(Slab *slab) {
    tarry__slab_rest(slab);
    give_empty_back(slab, spare_chunks(slab));
}

void tarry__slab_destroy(Slab *slab) {
    while (slab->all) {
        chunk_free(slab, slab->all);
    }
}
