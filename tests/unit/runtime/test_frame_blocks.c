// Separate frames share blocks (frame.c): whatever their sizes and alignments, and wherever in a recursion they wait,
// end, run out of stack or are arms of a race, no frame overwrites another, and all blocks come back.
#include <tarry.h>

#include "future.h"
#include "runtime/worker.h"

enum { DEPTH = 9, WALKS = 60 };

// What a walk does is decided by its number, the same each time.
static unsigned mix(unsigned number) {
    number = (number ^ (number >> 15)) * 0x2c1b3c6du;
    number = (number ^ (number >> 12)) * 0x297a2d39u;
    return number ^ (number >> 15);
}

static async unsigned walk(unsigned number, int depth);

static async void wait_sometimes(unsigned number) {
    if (mix(number) % 7 == 0) {
        await tarry_yield();
    } else if (mix(number) % 61 == 0) {
        await tarry_sleep(TARRY_US(50));
    }
}

// A body for frames of each kind: it fills `canary`, which is aligned to `step`, and finds it as it was.
#define BODY(step)                                                                                 \
    for (unsigned i = 0; i < sizeof canary; i++) {                                                 \
        canary[i] = (unsigned char)mix(number + i);                                                \
    }                                                                                              \
    CHECK((uintptr_t)canary % (step) == 0);                                                        \
    await wait_sometimes(number);                                                                  \
    unsigned sum = await walk(2 * number, depth - 1);                                              \
    await wait_sometimes(number + 1);                                                              \
    sum += await walk(2 * number + 1, depth - 1);                                                  \
    for (unsigned i = 0; i < sizeof canary; i++) {                                                 \
        CHECK(canary[i] == (unsigned char)mix(number + i));                                        \
    }                                                                                              \
    return sum + 1

static async unsigned small(unsigned number, int depth) {
    unsigned char canary[3];
    BODY(1);
}

static async unsigned middle(unsigned number, int depth) {
    unsigned char canary[300];
    BODY(1);
}

static async unsigned large(unsigned number, int depth) {
    unsigned char canary[900];
    BODY(1);
}

static async unsigned huge(unsigned number, int depth) {
    unsigned char canary[3000];
    BODY(1);
}

static async unsigned aligned(unsigned number, int depth) {
    _Alignas(32) unsigned char canary[64];
    BODY(32);
}

static async unsigned both_arms(unsigned number, int depth) {
    unsigned a = 0, b = 0;
    race {
        when (a = await walk(2 * number, depth - 1)) b = await walk(2 * number + 1, depth - 1);
        when (await tarry_sleep(INT64_MAX)) abort();
    }
    return a + b + 1;
}

typedef async unsigned walker(unsigned number, int depth);

// As many as a full binary tree has.
static async unsigned walk(unsigned number, int depth) {
    static walker *const by_pointer[] = {small, middle, aligned};
    if (depth == 0) {
        await wait_sometimes(number);
        return 1;
    }
    switch (mix(number) % 16) {
    case 0:
        return await large(number, depth);
    case 1:
        return await huge(number, depth);
    case 2:
    case 3:
        return await aligned(number, depth);
    case 4:
        return await both_arms(number, depth);
    case 5:
    case 6: {
        walker *p = by_pointer[number % 3];
        return await p(number, depth);
    }
    case 7:
    case 8:
    case 9:
        return await middle(number, depth);
    default:
        return await small(number, depth);
    }
}

static async int walks(int count) {
    unsigned nodes[WALKS];
    parallel (s) {
        for (int i = 0; i < count; i++) {
            spawn (s) nodes[i] = walk((unsigned)i + 1, i % DEPTH);
        }
    }
    for (int i = 0; i < count; i++) {
        CHECK(nodes[i] == (2u << i % DEPTH) - 1);
    }
    return 0;
}

static unsigned blocks_in_use(struct tarry__slab *slab) {
    unsigned used = 0;
    for (struct tarry__chunk *chunk = slab->all; chunk; chunk = chunk->all_next) {
        for (unsigned i = 0; i < TARRY__CHUNK_SPANS; i++) {
            used += chunk->free_spans >> i & 1 ? 0 : chunk->spans[i].used;
        }
    }
    return used;
}

static void nothing_is_left(void) {
    struct tarry_options options = {.workers = 1};
    struct tarry_runtime *runtime;
    CHECK(tarry_runtime_new(&options, &runtime) == 0);
    for (int count = 1; count <= WALKS; count += 1 + count / 2) {
        struct walks__future root = {.count = count};
        int result = -1;
        CHECK(tarry_runtime_run(runtime, &walks__function, &root, &result) == 0);
        CHECK(result == 0);
        CHECK(blocks_in_use(&runtime->workers[0].slab) == 0);
    }
    tarry_runtime_free(runtime);
}

int main(void) {
    nothing_is_left();
    RUN(walks, 0, .count = scaled(WALKS));
    return 0;
}
