// Which variables of an async function live in its frame, and which of its locals have to be saved
// there while the task is suspended.
#ifndef TARRY_COMPILER_FRAME_H
#define TARRY_COMPILER_FRAME_H

#include "compiler/overlap.h"
#include "compiler/plan.h"

// Children that share one union of the frame. Which, the lowering adds.
struct child_class {
    const char *name;   // of the union: "child", "child_2", ...
    uint64_t *together; // the variables needed at the same time, by symbol->number - 1
    struct async_function **functions; // whose futures are embedded
    uint32_t function_count;
    bool has_boxed;          // a pointer to a separate frame
    const char *room;        // the member for waits for room in a scope, NULL: none
    struct line_list others; // what else waits need: C text, one member each
};

// A suspension point and the locals that are needed behind it.
struct suspension {
    uint32_t token; // the first of the NODE_AWAIT, NODE_SCOPE, ... that waits
    struct symbol **saved;
    uint32_t saved_count;
    struct symbol **shown; // variables in the future that can be named here, for a debugger
    uint32_t shown_count;
    uint64_t *alive; // the variables in the future, by symbol->number - 1; NULL: not known
    bool has_child;  // the frame holds what is waited for
    const struct callee *callee; // if that is an async function called by name
    struct child_class *child;   // where
};

// What needs room in the frame, behind the parameters.
struct frame_vertex {
    struct symbol *symbol; // or
    struct child_class *child;
};

// A member of the future, for those who ask what takes the room.
struct frame_member {
    const char *path; // C text: `n`, `child.f`
    const char *what; // what it is for, NULL: a variable
    uint32_t token;   // where it is declared, NO_TOKEN: nowhere
    uint32_t order;
    uint64_t size, offset; // once frame_sizes.c has found out
};

struct frame {
    struct suspension *suspensions; // by token
    uint32_t suspension_count;
    struct frame_vertex *vertices; // what the numbers in `room` mean
    struct overlap room;           // the fixed vertex: the parameters from `shared` on
    uint32_t shared;               // of the parameters: the first whose room others may have
    struct frame_member *members;  // once the future has been printed
    uint32_t member_count;
    uint64_t size;
};

// find_frame decides for each variable of the function: slot->field is its member of the future,
// if it has one, and slot->is_saved says that the member is only where a local is kept meanwhile.
void find_frame(struct compilation *c, struct plan *plan);
// suspension_at returns the suspension point whose node begins with this token, or NULL.
const struct suspension *suspension_at(const struct frame *frame, uint32_t token);

// is_together tells whether a variable is needed while a child of this class is.
bool is_together(const struct child_class *class, const struct symbol *symbol);

static inline bool is_in_frame(const struct symbol *symbol) {
    return symbol && symbol->slot && symbol->slot->field && !symbol->slot->is_saved;
}
static inline bool is_saved(const struct symbol *symbol) {
    return symbol && symbol->slot && symbol->slot->is_saved;
}
// is_local_parameter: a parameter that is read from the future into a local of the poll function.
static inline bool is_local_parameter(const struct symbol *symbol) {
    return symbol && symbol->is_parameter && !symbol->emitted_name;
}

#endif
