// Lowering of one async function's body, shared by its two halves: expressions and statements.
#ifndef TARRY_COMPILER_LOWER_H
#define TARRY_COMPILER_LOWER_H

#include "compiler/emit.h"
#include "compiler/plan.h"

// How control leaves a stretch of code.
enum exit_kind { EXIT_RETURN, EXIT_BREAK, EXIT_CONTINUE, EXIT_GOTO };

struct exit_target {
    enum exit_kind kind;
    struct region *loop;  // EXIT_BREAK, EXIT_CONTINUE
    struct symbol *label; // EXIT_GOTO
    uint32_t token;       // of the statement, for its line
};

// What encloses the statement being lowered, innermost first: loops and switches, which give break
// and continue their meaning, and cleanups, which every exit has to pass.
struct region {
    // REGION_DEFERRED: a deferred statement where it is printed; nothing leaves it.
    enum { REGION_LOOP, REGION_SWITCH, REGION_CLEANUP, REGION_DEFERRED } kind;
    struct region *outer;
    struct node *owner;     // REGION_CLEANUP: NODE_SCOPE, NODE_DEFER, NODE_INIT_DECLARATOR;
                            // REGION_DEFERRED: NODE_DEFER
    unsigned number;        // of its labels
    bool continues_by_goto; // REGION_LOOP: `continue` is `goto next_N`, for the loop was rewritten
    bool next_label_used;
    const char *scope_text; // NODE_SCOPE: its struct tarry_scope, as C text
    const char *exit_field; // REGION_CLEANUP: member that says which exit is under way; NULL while
                            // there is none
    struct exit_target *exits; // exit k is exits[k - 1]; 0 is falling off the end
    uint32_t exit_count;
};

struct lowering {
    struct compilation *c;
    struct plan *plan;
    struct emitter e;
    struct region *region;
    unsigned next_number; // of temporaries
    unsigned next_region;
    uint32_t remaining;  // suspension points still to come in the full expression under way
    unsigned depth;      // of full expressions (statement expressions nest)
    bool literal_lives;  // a compound literal printed now can be seen behind an await
    const struct node *lasting; // the literal about to be printed, whose address is taken
    unsigned unevaluated;       // depth of operands that are only looked at
    bool in_argument;    // preparing an argument of an await: results must leave the child's place
    struct buffer group; // temporaries of the outermost full expression
    unsigned group_size;
    bool has_boxed;
    const char *boxed_field;
};

// ---- lower_expression.c ----

// prepare_full prints what must be done before a full expression's value can be computed by plain
// C: the awaits and, where they stand in operands that are not always evaluated, the ifs around
// them. expression() then prints the rest. `discard`: the value is not used.
void prepare_full(struct lowering *l, struct node *expression, bool discard);
void expression(struct lowering *l, struct node *node);
// assign_begin and assign_end print `target = ` and `;` around a value; `holds_const`: a copy.
void assign_begin(struct lowering *l, const char *target, bool holds_const);
void assign_end(struct lowering *l, const char *target, bool holds_const);
// Is nothing left of a prepared expression whose value is not used?
bool is_spent(const struct node *node);
void lower_spawn(struct lowering *l, struct node *node);
// suspend_point numbers a new state and records it.
unsigned suspend_point(struct lowering *l, uint32_t token, const char *offset,
                       struct async_function *callee, bool boxed);

// ---- lower_statement.c ----
void statement(struct lowering *l, struct node *node);
void block_items(struct lowering *l, struct node *compound, uint32_t from, struct node *value,
                 const char *value_name);

#endif
