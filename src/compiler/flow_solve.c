// Data flow over a control flow graph: sets of small numbers, to a fixed point with a work list
// (Kildall, POPL 1973).
#include "compiler/flow.h"

#include <string.h>

struct solver {
    const struct flow *flow;
    const struct flow_problem *problem;
    size_t words;
    uint64_t *sets;    // the answer, by block
    uint64_t *scratch; // two sets
    uint32_t *queue;   // a ring of blocks to look at
    uint32_t head, count;
    bool *queued;
};

static void enqueue(struct solver *s, uint32_t block) {
    if (!s->queued[block]) {
        s->queued[block] = true;
        s->queue[(s->head + s->count++) % s->flow->block_count] = block;
    }
}

static uint64_t *set_of(struct solver *s, uint32_t block) {
    return s->sets + block * s->words;
}

static void run_block(struct solver *s, const struct flow_block *block, uint64_t *set) {
    for (uint32_t i = 0; i < block->step_count; i++) {
        uint32_t at = s->problem->backward ? block->step_count - 1 - i : i;
        s->problem->step(s->problem->context, &block->steps[at], set);
    }
}

// Brings `set` to the block; returns whether that changed what is known there.
static bool merge(struct solver *s, uint32_t block, const uint64_t *set) {
    uint64_t *known = set_of(s, block);
    bool changed = false;
    for (size_t i = 0; i < s->words; i++) {
        uint64_t merged = s->problem->must ? known[i] & set[i] : known[i] | set[i];
        changed |= merged != known[i];
        known[i] = merged;
    }
    return changed;
}

static void propagate(struct solver *s, uint32_t number) {
    const struct flow_problem *problem = s->problem;
    const struct flow_block *block = &s->flow->blocks[number];
    uint64_t *set = s->scratch, *on_edge = s->scratch + s->words;
    memcpy(set, set_of(s, number), s->words * sizeof *set);
    run_block(s, block, set);
    uint32_t count = problem->backward ? block->predecessor_count : block->successor_count;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t next = problem->backward ? block->predecessors[i] : block->successors[i];
        memcpy(on_edge, set, s->words * sizeof *set);
        if (problem->edge != NULL && !problem->backward) {
            problem->edge(problem->context, block, i, on_edge);
        }
        if (merge(s, next, on_edge)) {
            enqueue(s, next);
        }
    }
}

uint64_t *flow_solve(struct compilation *c, const struct flow *flow,
                     const struct flow_problem *problem) {
    struct solver s = {.flow = flow, .problem = problem, .words = flow_words(problem->bits)};
    uint32_t blocks = flow->block_count;
    s.sets = arena_allocate(c->arena, (blocks * s.words + 1) * sizeof *s.sets);
    s.scratch = arena_allocate(c->arena, (2 * s.words + 1) * sizeof *s.scratch);
    s.queue = arena_allocate(c->arena, blocks * sizeof *s.queue);
    s.queued = arena_allocate(c->arena, blocks * sizeof *s.queued);
    if (problem->must) {
        memset(s.sets, 0xff, blocks * s.words * sizeof *s.sets);
    }
    uint64_t *start = set_of(&s, problem->backward ? FLOW_EXIT : FLOW_ENTRY);
    for (size_t i = 0; i < s.words; i++) {
        start[i] = problem->boundary != NULL ? problem->boundary[i] : 0;
    }
    for (uint32_t i = 0; i < blocks; i++) {
        uint32_t block = problem->backward ? blocks - 1 - i : i;
        if (!problem->must || problem->backward || flow->blocks[block].reachable) {
            enqueue(&s, block);
        }
    }
    while (s.count > 0) {
        uint32_t block = s.queue[s.head];
        s.head = (s.head + 1) % blocks;
        s.count--;
        s.queued[block] = false;
        propagate(&s, block);
    }
    return s.sets;
}
