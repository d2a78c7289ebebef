// The making of a control flow graph: what its parts share.
#ifndef TARRY_COMPILER_FLOW_BUILD_H
#define TARRY_COMPILER_FLOW_BUILD_H

#include "compiler/flow.h"

enum jump_kind { JUMP_RETURN, JUMP_BREAK, JUMP_CONTINUE, JUMP_LABEL };

struct jump {
    enum jump_kind kind;
    struct flow_region *loop; // JUMP_BREAK, JUMP_CONTINUE
    struct symbol *label;     // JUMP_LABEL
};

// What encloses the statement under way, innermost first: loops, switches, and what has to be passed
// by every exit.
struct flow_region {
    enum { FLOW_LOOP, FLOW_SWITCH, FLOW_CLEANUP } kind;
    struct flow_region *outer;
    const struct node *owner; // FLOW_CLEANUP: NODE_SCOPE, NODE_DEFER, NODE_INIT_DECLARATOR,
                              // NODE_WITHIN
    uint32_t break_block, continue_block;
    uint32_t selector; // FLOW_SWITCH: the block that chooses a case
    bool has_default;
    uint32_t leave_block; // FLOW_CLEANUP: where exits arrive
    struct jump *exits;
    uint32_t exit_count;
};

struct flow_label {
    struct symbol *symbol;
    const struct node *owner; // the innermost cleanup around it
    uint32_t block;
    bool address_taken;
};

struct flow_builder {
    struct compilation *c;
    struct flow *flow;
    uint32_t current; // block
    struct scope *scope;
    struct flow_region *region;
    struct flow_label *labels;
    uint32_t label_count;
    unsigned depth; // of statement expressions
};

// ---- flow.c ----
uint32_t flow_new_block(struct flow_builder *b);
void flow_connect(struct flow_builder *b, uint32_t from, uint32_t to);
// flow_begin makes `block` the one that further steps go to; flow_go_on_at, a successor of this one;
// flow_begin_unreached, a new one behind a jump, which only a label leads to.
void flow_begin(struct flow_builder *b, uint32_t block);
void flow_go_on_at(struct flow_builder *b, uint32_t block);
void flow_begin_unreached(struct flow_builder *b);
struct flow_step *flow_put(struct flow_builder *b, enum flow_step_kind kind, struct node *node,
                           struct symbol *symbol);
void flow_put_full(struct flow_builder *b, struct node *node);
bool flow_is_variable(const struct symbol *symbol);
bool flow_is_automatic(const struct symbol *symbol);
// flow_label_of returns NULL if the function has no such label.
struct flow_label *flow_label_of(struct flow_builder *b, const struct symbol *symbol);
// flow_cleanup_of returns what exits from behind `item` have to pass: a deferred statement or the
// last variable with a cleanup; or else `owner`.
const struct node *flow_cleanup_of(const struct node *item, const struct node *owner);

// ---- flow_exit.c ----
void flow_jump_to(struct flow_builder *b, const struct jump *jump);
void flow_jump(struct flow_builder *b, struct node *node); // break, continue, goto
void flow_computed_goto(struct flow_builder *b, struct node *node);
// Between flow_open_cleanup and flow_close_cleanup is what the cleanup is for; between that and
// flow_resume_exits, the cleanup.
void flow_open_cleanup(struct flow_builder *b, struct flow_region *region,
                       const struct node *owner);
void flow_close_cleanup(struct flow_builder *b, struct flow_region *region);
void flow_resume_exits(struct flow_builder *b, const struct flow_region *region);
// flow_block_items puts the items of a block from `from` on, with their cleanups.
void flow_block_items(struct flow_builder *b, struct node *compound, uint32_t from);

// ---- flow_statement.c ----
void flow_statement(struct flow_builder *b, struct node *node);

// ---- flow_expression.c ----
// flow_prepare puts the steps of what is done before the rest of an expression: its awaits;
// flow_rest, those of the rest.
void flow_prepare(struct flow_builder *b, struct node *node);
void flow_rest(struct flow_builder *b, struct node *node);
void flow_full(struct flow_builder *b, struct node *node); // both
// flow_branch evaluates a condition and goes to one of two blocks.
void flow_branch(struct flow_builder *b, struct node *condition, uint32_t yes, uint32_t no);
// flow_sizes evaluates what a type evaluates: the sizes of variable length arrays.
void flow_sizes(struct flow_builder *b, struct node *type);

#endif
