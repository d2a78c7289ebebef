// The control flow graph of an async function, and data flow over it.
//
// A graph is made of blocks: straight stretches of steps, in the order in which the generated code
// takes them. That is C's order of evaluation, and where C leaves it open, tarrycc's: the awaits of
// an expression come first, from left to right, then what is left of it. Deferred statements and
// joins stand once, at the end of their block, and every exit passes through them, as in the
// generated code; so a path through the graph may enter such a place by one exit and leave it by
// another. The graph never has fewer paths than the program.
//
// Typical use:
//
//     struct flow *flow = flow_of(c, function);
//     uint64_t *at_start = flow_solve(c, flow, &(struct flow_problem){.bits = n, .step = step});
//     for each block: copy its set from at_start and apply step() to follow it through the block.
#ifndef TARRY_COMPILER_FLOW_H
#define TARRY_COMPILER_FLOW_H

#include "compiler/compiler.h"

enum flow_step_kind {
    FLOW_ENTER,   // a block is entered; node has the scope, whose variables begin to live
    FLOW_FULL,    // a full expression or a statement begins; not inside a statement expression
    FLOW_DECLARE, // control passes the declaration of `symbol`; node: NODE_INIT_DECLARATOR,
                  // NODE_SCOPE
    FLOW_READ,    // of a variable; node: the identifier
    FLOW_WRITE,   // of all of a variable; node: the assignment, ++ or NODE_INIT_DECLARATOR; for
                  // parameters the function
    FLOW_TOUCH,   // a part of a variable is written, or its address is formed; node: the identifier
    FLOW_EVALUATE, // node: a call (also of a builtin), an assignment, ++ or -- whose operands have
                   // been evaluated, or a spawn whose child has just been started
    FLOW_CHILD,    // node: NODE_AWAIT whose arguments have been evaluated, and are now passed on;
                   // an awaited NODE_SPAWN, whose scope has
    FLOW_SUSPEND,  // the task may be suspended here; node: NODE_AWAIT, NODE_RACE, an awaited
                   // NODE_SPAWN, or NODE_SCOPE, whose children are joined
};

struct flow_step {
    enum flow_step_kind kind;
    struct node *node;
    struct symbol *symbol; // FLOW_DECLARE, FLOW_READ, FLOW_WRITE, FLOW_TOUCH
    struct scope *scope;   // the innermost scope around
};

struct flow_block {
    struct flow_step *steps;
    uint32_t step_count;
    // If `condition` is set, control goes to successors[0] when it is true, else to successors[1].
    // It has been evaluated by the last steps; && || and ! have been taken apart.
    struct node *condition;
    uint32_t *successors, *predecessors; // block numbers
    uint32_t successor_count, predecessor_count;
    bool reachable; // from the entry
};

enum { FLOW_ENTRY = 0, FLOW_EXIT = 1 }; // block numbers

struct flow {
    struct async_function *function;
    struct flow_block *blocks;
    uint32_t block_count;
    // Parameters, automatic variables and the variables of scopes. symbol->number is 1 + the index
    // here.
    struct symbol **variables;
    uint32_t variable_count;
};

// flow_of returns the graph of a defined function that is not broken, making it at the first call.
struct flow *flow_of(struct compilation *c, struct async_function *function);

// ---- data flow (flow_solve.c) ----

// A problem over sets of `bits` small numbers. step() says what one step does to a set: forward,
// the set before it becomes the one behind it; backward, the other way round. It must be monotone:
// a larger set in, no smaller set out.
struct flow_problem {
    uint32_t bits;
    bool backward;
    bool must; // where paths meet, what all of them bring; else what any of them does
    void (*step)(void *context, const struct flow_step *step, uint64_t *set);
    // Forward only, may be NULL: what the way to successor number `successor` does to the set.
    void (*edge)(void *context, const struct flow_block *from, uint32_t successor, uint64_t *set);
    void *context;
    const uint64_t *boundary; // at the entry (backward: the exit); NULL: the empty set
};

// flow_solve returns one set for each block, each flow_words(bits) long: that at its start, or,
// backward, at its end. With `must`, an unreachable block has the full set.
uint64_t *flow_solve(struct compilation *c, const struct flow *flow,
                     const struct flow_problem *problem);

static inline size_t flow_words(uint32_t bits) {
    return (bits + 63) / 64;
}
static inline bool flow_has(const uint64_t *set, uint32_t bit) {
    return set[bit / 64] >> (bit % 64) & 1;
}
static inline void flow_add(uint64_t *set, uint32_t bit) {
    set[bit / 64] |= (uint64_t)1 << (bit % 64);
}
static inline void flow_remove(uint64_t *set, uint32_t bit) {
    set[bit / 64] &= ~((uint64_t)1 << (bit % 64));
}

#endif
