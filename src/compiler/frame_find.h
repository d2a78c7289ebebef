// What frame.c (what lives in the frame) and frame_overlap.c (where) share.
#ifndef TARRY_COMPILER_FRAME_FIND_H
#define TARRY_COMPILER_FRAME_FIND_H

#include "compiler/flow.h"
#include "compiler/frame.h"

// Sets of variables, one for each block.
struct frame_sets {
    uint64_t *live, *mentioned, *may, *must;
};

struct finder {
    struct compilation *c;
    struct plan *plan;
    struct flow *flow;
    size_t words;               // of a set of variables
    uint64_t *escaping;         // their address is known elsewhere
    uint64_t *savable;          // they may be locals that are saved and loaded
    uint64_t *in_frame, *saved; // the decision
    struct frame_sets solved;
    bool keeps_all; // what has a name is needed
};

// ---- frame.c ----
void frame_step_live(void *context, const struct flow_step *step, uint64_t *set);
void frame_step_mentioned(void *context, const struct flow_step *step, uint64_t *set);
bool frame_extends_to(const struct symbol *symbol, const struct scope *scope);

// ---- frame_overlap.c ----
// frame_overlap decides which of them share room, and which parameters do; gives their members
// names.
void frame_overlap(struct finder *f);

#endif
