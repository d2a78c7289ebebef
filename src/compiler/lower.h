// Lowering of one async function's body: what its parts share.
#ifndef TARRY_COMPILER_LOWER_H
#define TARRY_COMPILER_LOWER_H

#include "compiler/emit.h"
#include "compiler/plan.h"

struct child_class; // frame.h
struct suspension;

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
    struct node
        *owner;      // REGION_CLEANUP: NODE_SCOPE, NODE_WITHIN, NODE_DEFER, NODE_INIT_DECLARATOR;
                     // REGION_DEFERRED: NODE_DEFER; REGION_SWITCH: NODE_SWITCH
    unsigned number; // of its labels
    bool continues_by_goto; // REGION_LOOP: `continue` is `goto next_N`, for the loop was rewritten
    bool next_label_used;
    const char *scope_text; // NODE_SCOPE, NODE_WITHIN: its struct, as C text
    const char *refused;    // NODE_WITHIN with an else: the variable that decides about it
    const char *
        exit; // REGION_CLEANUP: C text of what says which exit is under way; NULL while there is none
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
    uint32_t remaining; // suspension points still to come in the full expression under way
    unsigned depth;     // of full expressions (statement expressions nest)
    bool literal_lives; // a compound literal printed now can be seen behind an await
    const struct symbol *unqualified; // the variable about to be declared, without its const
    const struct node *assigned; // the variable about to be printed as the target of an assignment
    const struct node *lasting;  // the literal about to be printed, whose address is taken
    unsigned unevaluated;        // depth of operands that are only looked at
    unsigned measured;           // depth of operands of sizeof and __typeof__
    bool in_argument;    // preparing an argument of an await: results must leave the child's place
    struct buffer group; // temporaries of the outermost full expression
    unsigned group_size;
    unsigned next_blocking;
    const char *room; // C text: where the wait for room of the spawn under way was
    struct arm *arm;  // the one being prepared, lower_race.c
};

// ---- lower_function.c: an async function as an ordinary one of C ----
// Attributes about code go to the poll function; those about calling it as an ordinary function
// have no meaning any more.
bool attribute_is_about_code(struct compilation *c, const struct node *attribute);
void print_attributes(struct compilation *c, struct emitter *e, const struct node *node,
                      bool (*matches)(struct compilation *, const struct node *));
// has_attribute: whether its declaration has one of these.
bool has_attribute(struct compilation *c, const struct async_function *function,
                   bool (*matches)(struct compilation *, const struct node *));
// Those about who sees it go to what other files see.
void print_linkage_attributes(struct compilation *c, struct emitter *e,
                              const struct async_function *function);

// A declaration of the function: the types are spelled as they are where it stands.
struct heading {
    struct async_function *function;
    struct node *specifiers, *declarator, *parameters;
};

struct heading heading_of(struct async_function *function);
// signature_text appends `R name(first, P1 p1, P2 p2)`. Parameters have numbers for names, and shadow
// nothing.
void signature_text(struct compilation *c, struct buffer *out, const struct heading *heading,
                    const char *name, const char *first);
bool is_local_function(const struct async_function *function);
void print_call_function(struct compilation *c, struct emitter *e, const struct heading *heading);
// C compiled without tarrycc calls f by a symbol of its own, see tarry__plain_call.
bool has_plain_symbol(const struct async_function *function);
void print_plain_function(struct compilation *c, struct emitter *e,
                          struct async_function *function);
// Of a function that cannot wait: f__direct is declared with its head, and printed, with f__poll,
// behind the body of both, f__body.
void print_direct_declaration(struct compilation *c, struct emitter *e,
                              const struct heading *heading);
void print_direct_function(struct compilation *c, struct emitter *e,
                           struct async_function *function);

// ---- lower_future.c ----
// print_first_members prints `T result; unsigned short state; P p; ...`, the members a future and its
// head have in common.
void print_first_members(struct compilation *c, struct emitter *e, struct async_function *function,
                         struct node *specifiers, struct node *declarator, struct node *parameters);
// declare_members writes the declarations of the variables in the future, before anything is printed:
// their types may need types of their own.
void declare_members(struct compilation *c, struct plan *plan);
void print_future(struct compilation *c, struct emitter *e, struct plan *plan);
void print_lines(struct emitter *e, const struct line_list *list);

// ---- lower_expression.c: what must be done before an expression can be plain C ----

// What stands for a node once it is prepared: a text, or one of its children.
struct replacement {
    const char *text;
    struct node *use;
};
const struct replacement *replacement_of(const struct node *node); // NULL: it stands for itself
void replace(struct lowering *l, struct node *node, const char *text, struct node *use);
#define SPENT "((void)0)" // the replacement of a value nobody uses
// Is nothing left of a prepared expression whose value is not used?
bool is_spent(const struct node *node);

// prepare_full prints what must be done before a full expression's value can be computed by plain
// C: the awaits and, where they stand in operands that are not always evaluated, the ifs around
// them. expression() then prints the rest. `discard`: the value is not used.
void prepare_full(struct lowering *l, struct node *expression, bool discard);
// prepare does so for an operand; the caller keeps l->remaining.
void prepare(struct lowering *l, struct node *node, bool discard);
uint32_t count_suspensions(const struct node *node);
// new_temporary declares one and returns the C text that names it.
const char *new_temporary(struct lowering *l, const char *type, bool in_frame);
// end_group: temporaries of one outermost full expression share their room with those of others.
void end_group(struct lowering *l);
const char *typeof_result(struct lowering *l, struct async_function *function);
// of a call through a pointer to async functions
const char *typeof_pointer_result(struct lowering *l, struct node *call);
// assign_begin and assign_end print `target = ` and `;` around a value; `holds_const`: a copy.
void assign_begin(struct lowering *l, const char *target, bool holds_const);
void assign_end(struct lowering *l, const char *target, bool holds_const);

// ---- lower_print.c ----
void expression(struct lowering *l, struct node *node);

// ---- lower_call.c ----
void prepare_await(struct lowering *l, struct node *node, bool discard);
void lower_spawn(struct lowering *l, struct node *node);
struct node *call_of(struct node *node); // looks through parentheses
void prepare_arguments(struct lowering *l, struct node *call);
// write_arguments prints `PLACE<field> = argument;` for each argument but `moved`, which is there
// already.
void write_arguments(struct lowering *l, struct async_function *function, struct node *call,
                     const char *place, const struct node *moved);
// settle_part puts a part of a call through a pointer into a variable.
void settle_part(struct lowering *l, struct node *part);
// settle_arguments puts arguments into variables: those with side effects, or `all` whose value
// anything could change.
void settle_arguments(struct lowering *l, struct async_function *function, struct node *call,
                      bool all);
// Of a call through a pointer: pointer_call prints `pointer(cx, arguments)`, the call of f__call.
void pointer_call(struct lowering *l, struct node *call);
// The one place where generated code suspends. `node` waits: the NODE_AWAIT, NODE_SCOPE, ... that the
// flow graph has a suspension point for; `offset`, the member of the future that is waited for.
//
// suspend prints a wait that is polled: `ready` is C text, true once the wait is over. Locals that are
// needed afterwards are saved and loaded. Returns the number of the state.
unsigned suspend(struct lowering *l, const struct node *node, const char *offset,
                 struct async_function *callee, const char *ready);
// suspend_into prints one that goes on behind it once a separate frame has ended: `ready` polls that
// for the first time.
void suspend_into(struct lowering *l, const struct node *node, const char *offset,
                  struct async_function *callee, const char *ready);

// child_of returns where the future keeps what `node` waits for.
struct child_class *child_of(struct lowering *l, const struct node *node);
// child_member returns the member of the future for the child that `node` waits for: its future, or
// for a separate frame (`callee` NULL) a pointer to it.
const char *child_member(struct lowering *l, const struct node *node,
                         struct async_function *callee);
const char *boxed_member(const struct plan *plan); // the pointer's name in its union

// ---- lower_blocking.c: await blocking(...) ----
void prepare_blocking(struct lowering *l, struct node *await, struct node *blocking, bool discard);
// declare_blocking makes the future of a call on the pool, at file scope: struct NAME__future,
// NAME__poll, NAME__function. Returns NAME. write_blocking_arguments prints `PLACE<member> = ...;`
// for what the call needs of here.
const char *declare_blocking(struct lowering *l, struct node *blocking, bool has_result);
void write_blocking_arguments(struct lowering *l, struct node *blocking, const char *place);
// replace_blocking makes `value` stand for the call's result.
void replace_blocking(struct lowering *l, struct node *await, const char *value);

// ---- lower_room.c: await spawn ----
// wait_for_room prints the wait of an awaited NODE_SPAWN, whose operands are prepared. From then on
// its scope is the one that has been waited in.
void wait_for_room(struct lowering *l, struct node *node);
// use_room makes the next spawn that is printed take the place.
void use_room(struct lowering *l);

// ---- lower_cleanup.c ----
// cleanup_before returns the innermost cleanup between here and the target, or NULL.
struct region *cleanup_before(struct lowering *l, const struct exit_target *target);
void print_exit(struct lowering *l, const struct exit_target *target);
void lower_jump(struct lowering *l, struct node *node);
void open_cleanup(struct lowering *l, struct region *region, struct node *owner);
// `body`: the code the cleanup stands behind.
void close_cleanup(struct lowering *l, struct region *region, const struct node *body);
void lower_scope(struct lowering *l, struct node *node);
void lower_within(struct lowering *l, struct node *node);

// ---- lower_race.c ----
void lower_race(struct lowering *l, struct node *node);
// prepare_arm is prepare_await for the await of an arm.
void prepare_arm(struct lowering *l, struct node *await, bool discard);

// ---- lower_show.c: variables in the future under their names, for a debugger ----
// show_variable declares what stands for it in the scope that its name has.
void show_variable(struct lowering *l, struct symbol *symbol);
// show_parameters does so at the head of the poll function.
void show_parameters(struct compilation *c, struct emitter *e, const struct plan *plan);
// show_again gives those that can be named behind a suspension point their addresses.
void show_again(struct lowering *l, const struct suspension *suspension);
// shows_again: whether that is anything, of what has been declared by now.
bool shows_again(const struct suspension *suspension);

// ---- lower_statement.c ----
void statement(struct lowering *l, struct node *node);
// braced prints a statement as a block.
void braced(struct lowering *l, struct node *node);
void block_items(struct lowering *l, struct node *compound, uint32_t from, struct node *value,
                 const char *value_name);
// copy_range prints a node as it stands: its own tokens, its children as expressions.
void copy_range(struct lowering *l, struct node *node);

#endif
