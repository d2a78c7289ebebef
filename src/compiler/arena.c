// Memory and names of one compilation. Nothing is freed before the end: a compiler's data has one
// lifetime, its run's.
#include "compiler/compiler.h"
#include "compiler/name.h"

#include <stdlib.h>
#include <string.h>

enum {
    ARENA_ALIGNMENT = 16,
    ARENA_CHUNK = 256 * 1024, // small enough that a tiny file pays nothing, large enough to be rare
    ARENA_FIRST_BUCKETS = 1 << 13, // about what the common headers of a small program declare
};

struct chunk {
    struct chunk *next;
    _Alignas(ARENA_ALIGNMENT) char data[];
};

struct arena {
    struct chunk *chunks;
    char *at, *end; // the free part of the newest small chunk
    struct name **buckets;
    size_t bucket_count, name_count;
};

void out_of_memory(void) {
    fputs("tarrycc: error: out of memory\n", stderr);
    exit(1);
}

static void *allocate_or_exit(size_t count, size_t size) {
    void *memory = calloc(count, size);
    if (memory == NULL) {
        out_of_memory();
    }
    return memory;
}

struct arena *arena_new(void) {
    struct arena *arena = allocate_or_exit(1, sizeof *arena);
    arena->bucket_count = ARENA_FIRST_BUCKETS;
    arena->buckets = allocate_or_exit(arena->bucket_count, sizeof *arena->buckets);
    return arena;
}

void arena_free(struct arena *arena) {
    if (arena == NULL) {
        return;
    }
    for (struct chunk *chunk = arena->chunks, *next; chunk != NULL; chunk = next) {
        next = chunk->next;
        free(chunk);
    }
    free(arena->buckets);
    free(arena);
}

static char *chunk_new(struct arena *arena, size_t size) {
    struct chunk *chunk = allocate_or_exit(1, sizeof *chunk + size);
    chunk->next = arena->chunks;
    arena->chunks = chunk;
    return chunk->data;
}

void *arena_allocate(struct arena *arena, size_t size) {
    size = (size + ARENA_ALIGNMENT - 1) & ~(size_t)(ARENA_ALIGNMENT - 1);
    if (size > (size_t)(arena->end - arena->at)) {
        if (size >= ARENA_CHUNK / 4) {
            return chunk_new(arena, size);
        }
        arena->at = chunk_new(arena, ARENA_CHUNK);
        arena->end = arena->at + ARENA_CHUNK;
    }
    void *memory = arena->at;
    arena->at += size;
    return memory;
}

void *arena_grow(struct arena *arena, void *array, uint32_t count, size_t element_size) {
    if (count & (count - 1)) {
        return array;
    }
    void *grown = arena_allocate(arena, (count ? 2 * (size_t)count : 1) * element_size);
    if (count) {
        memcpy(grown, array, count * element_size);
    }
    return grown;
}

char *arena_format(struct arena *arena, const char *format, ...) {
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    char *text = arena_allocate(arena, (size_t)length + 1);
    vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    va_end(arguments);
    return text;
}

static void grow_buckets(struct arena *arena) {
    size_t count = arena->bucket_count * 4;
    struct name **buckets = allocate_or_exit(count, sizeof *buckets);
    for (size_t i = 0; i < arena->bucket_count; i++) {
        for (struct name *name = arena->buckets[i], *next; name != NULL; name = next) {
            next = name->next_in_bucket;
            struct name **bucket = &buckets[name->hash & (count - 1)];
            name->next_in_bucket = *bucket;
            *bucket = name;
        }
    }
    free(arena->buckets);
    arena->buckets = buckets;
    arena->bucket_count = count;
}

const char *arena_intern_hashed(struct arena *arena, const char *text, size_t length,
                                uint32_t hash) {
    hash ^= hash >> 15; // FNV mixes its low bits least
    struct name *name = arena->buckets[hash & (arena->bucket_count - 1)];
    for (; name != NULL; name = name->next_in_bucket) {
        if (name->hash == hash && name->length == length && memcmp(name->text, text, length) == 0) {
            return name->text;
        }
    }
    if (arena->name_count++ > arena->bucket_count) {
        grow_buckets(arena);
    }
    name = arena_allocate(arena, sizeof *name + length + 1);
    name->hash = hash;
    name->length = (uint32_t)length;
    memcpy(name->text, text, length);
    struct name **bucket = &arena->buckets[hash & (arena->bucket_count - 1)];
    name->next_in_bucket = *bucket;
    *bucket = name;
    return name->text;
}

const char *arena_intern(struct arena *arena, const char *text, size_t length) {
    uint32_t hash = NAME_HASH_START;
    for (size_t i = 0; i < length; i++) {
        hash = name_hash_step(hash, (unsigned char)text[i]);
    }
    return arena_intern_hashed(arena, text, length, hash);
}

struct name_facts *name_facts_new(struct arena *arena, const char *interned) {
    struct name *name = name_of(interned);
    if (name->facts == NULL) {
        name->facts = arena_allocate(arena, sizeof *name->facts);
        name->facts->typedef_token = NO_TOKEN;
        name->facts->plain_function_token = NO_TOKEN;
    }
    return name->facts;
}
