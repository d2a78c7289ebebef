// What the passes after parsing keep of each async function: its plan. layout() decides it, lower()
// carries it out.
//
// The plan of a function says which variables live in the future and under which name, which types
// of its body move to file scope so that the future can be declared there, which callees are
// embedded, and where in the translation unit its code is printed: behind the definition of every
// callee it embeds.
#ifndef TARRY_COMPILER_PLAN_H
#define TARRY_COMPILER_PLAN_H

#include "compiler/compiler.h"

// A cleanup that every way out of a stretch of code must run: a scope's join, a deferred statement,
// a cleanup attribute. `owner` is its NODE_SCOPE, NODE_DEFER or NODE_INIT_DECLARATOR.
struct frame_slot {
    const char *field;       // member of the future, NULL: an ordinary local of the poll function
    bool is_saved;           // ... where a local is kept while the task is suspended; frame.h
    bool is_assigned;        // a saved parameter: not only by the caller
    bool is_moved;           // a saved parameter: `field` is not where the caller wrote it
    bool is_shown;           // a variable in the future that a debugger finds under its name
    const char *declaration; // `field` as C text, of variables
    const char *type_name;   // file-scope typedef of the variable's type, once something needed it
    struct node *owner;      // labels: the innermost cleanup around it
};

// A struct, union or enum defined in the body: NODE_TAG.lowering of the definition.
struct hoisted_tag {
    const char *name;
    bool printed; // its body stands at file scope; from now on the name is enough
};

struct callee {
    struct async_function *function;
    bool awaited, spawned;
    bool embedded; // only if awaited
};

struct await_point {
    uint32_t token, line;
    const char *offset;            // C text: the member that waits
    struct async_function *callee; // NULL: a scope's join, or a race
    bool boxed;
    bool race;
};

// Generated declarations, each with the source token whose line it is reported at. PRAGMA_LINE: the
// token itself, a pragma.
#define PRAGMA_LINE "#"
struct line_list {
    struct generated_line {
        uint32_t token;
        const char *text;
    } * lines;
    uint32_t count;
};

struct plan {
    struct async_function *function;
    struct node *node;    // NODE_FUNCTION
    struct node *body;    // its NODE_COMPOUND
    uint32_t item;        // index in unit.items of the definition
    uint32_t print_after; // index of the item behind which the code is printed, >= item
    uint32_t component;   // strongly connected component in the call graph
    bool recursive;       // its component has a cycle
    bool is_direct;       // recursive, and cannot wait: called directly, see direct.c
    bool is_embedded;     // in a function of this file
    bool is_inner;        // ... and only those who do so poll it, see inner.c
    bool hoists;          // local types move to file scope
    bool has_labels;      // a goto may lead back
    struct callee *callees;
    uint32_t callee_count;

    struct frame *frame; // frame.h
    // names of the poll function's parameters, not used by the body
    const char *self, *context, *future, *direct, *state;
    const char *child_state; // a local: where an inner function goes on that is polled next
    bool has_child_state;    // there is one
    const char *temporary,
        *label;          // prefixes of generated names: `t` of t1; "" or "tarry_" of resume_1
    const char **fields; // member names taken
    uint32_t field_count;

    struct line_list hoisted;  // file-scope types, in order of dependence
    struct line_list members;  // of the future, behind the parameters
    struct line_list locals;   // of the whole poll function
    struct buffer temporaries; // groups of temporaries that share room
    struct buffer body_text;
    uint32_t race_count; // numbers them
    struct await_point *awaits;
    uint32_t await_count;
    size_t output_first, output_end; // its code in the compilation's output
    unsigned type_operands;          // numbers the made-up operands of types; see types.c
    bool printed;                    // its code stands in the output
};

static inline struct plan *plan_of(const struct async_function *function) {
    return function->lowering;
}

// ---- layout.c ----
// field_of_parameter returns the member under which parameter `index` is stored, the same in head
// and future.
const char *field_of_parameter(struct compilation *c, const struct async_function *function,
                               uint32_t index);
uint32_t parameter_count(const struct async_function *function);
// parameter_name returns the name that parameter `index` has in generated signatures: p1, or
// p1_ where p1 is a type, which the parameters behind it may have.
const char *parameter_name(struct compilation *c, uint32_t index);
const char *unique_field(struct compilation *c, struct plan *plan, const char *name);
// child_field returns a name for a member of `child` that is no callee's.
const char *child_field(struct compilation *c, struct plan *plan, const char *name);
struct callee *callee_of(struct plan *plan, const struct async_function *function);
bool result_is_void(struct compilation *c, const struct async_function *function);

struct async_function *called_function(const struct node *node);

void add_line(struct compilation *c, struct line_list *list, uint32_t token, const char *format,
              ...) __attribute__((format(printf, 4, 5)));

// ---- direct.c ----
// find_direct marks the functions that are called directly. For those behind which the call graph is
// known.
void find_direct(struct compilation *c);

// ---- inner.c ----
// find_inner marks the functions that are polled by nobody but who embeds them.
void find_inner(struct compilation *c);

// ---- hoist.c: local types move to file scope ----
void hoist_types(struct compilation *c, struct plan *plan);
const char *tag_name(const struct node *tag); // the new name of a hoisted tag, or NULL

// ---- types.c: declarations and types as text at file scope ----
enum {
    DECLARE_PARAMETER = 1,   // arrays and functions become pointers, top-level const goes
    DECLARE_UNQUALIFIED = 2, // top-level const goes
    DECLARE_TYPEDEF = 8,     // no alignment
    DECLARE_RESULT = 4,      // of a function's declarator: the parameters go, and top-level const
};
// declaration_text prints `specifiers declarator` declaring `name` ("" for a type name).
void declaration_text(struct compilation *c, struct plan *plan, struct buffer *out,
                      struct node *specifiers, struct node *declarator, const char *name,
                      unsigned flags);
// type_text prints an expression or type name for use in an unevaluated place at file scope:
// variables become null pointers of their type, dereferenced; awaits become their result's type.
void type_text(struct compilation *c, struct plan *plan, struct buffer *out, struct node *node);
// symbol_declaration_text declares `name` with the type of a variable, completed by its
// initialiser.
void symbol_declaration_text(struct compilation *c, struct plan *plan, struct buffer *out,
                             struct symbol *symbol, const char *name, unsigned flags);
// compound_type_text prints a compound literal's type, its size completed by its initialiser.
void compound_type_text(struct compilation *c, struct plan *plan, struct buffer *out,
                        struct node *literal);
enum shape
typedef_shape(const char *name); // of a file-scope typedef; SHAPE_UNKNOWN if there is none
// attribute_is_one_of: whether an attribute has one of these names, or one between underscores.
bool attribute_is_one_of(struct compilation *c, const struct node *attribute,
                         const char *const *names, size_t count);
// statement_value returns the expression a statement expression with this body has the value of, or
// NULL.
struct node *statement_value(struct node *compound);
// declaration_of looks through labels at the declaration behind them.
struct node *declaration_of(struct node *item);
bool symbol_is_top_const(struct compilation *c, const struct symbol *symbol);
// callee_struct returns "f__future" or "f__head": what shows the layout of f's first members where
// `plan` is printed.
const char *callee_struct(struct compilation *c, struct plan *plan,
                          struct async_function *function);
// result_member prints an unevaluated expression of the type of f's result.
void result_text(struct compilation *c, struct plan *plan, struct buffer *out,
                 struct async_function *function);

// pointer_result_text prints one of the type of a call through a pointer to async functions.
void pointer_result_text(struct compilation *c, struct plan *plan, struct buffer *out,
                         struct node *call);

// ---- constness.c ----
// holds_const tells whether an object of this type can be initialised but not assigned.
bool holds_const(struct compilation *c, const struct node *specifiers,
                 const struct node *declarator);
// value_holds_const tells it of an expression's value, as far as names in it tell its type. Of a plain call they do not.
bool value_holds_const(struct compilation *c, const struct node *node);

// ---- lower_*.c ----
void lower_function_body(struct compilation *c, struct plan *plan);

#endif
