// The parser's inside: one file a part of the grammar, recursive descent, a function a production
// with its grammar above it.
//
// After a syntax error the parser panics: the current token becomes the end of the input, so that
// every loop and every production ends by itself and nothing more is reported, until the block that
// is being parsed takes up again behind the statement in question (parse_recover).
#ifndef TARRY_COMPILER_PARSE_H
#define TARRY_COMPILER_PARSE_H

#include "compiler/diagnostic.h"
#include "compiler/name.h"
#include "compiler/rules.h"
#include "compiler/scan.h"

enum {
    NESTING_MAX = 1000,     // of brackets and statements: recursion of the parser
    TREE_HEIGHT_MAX = 4000, // of a tree: recursion of later passes, also over `a + b + c + ...`
};

struct parser {
    struct compilation *c;
    const struct token *tokens;
    struct scanner view; // for looking ahead over brackets
    uint32_t at;
    bool panics;
    uint32_t panic_at; // the token at which it began
    unsigned depth;
    struct async_function *function; // being parsed
    bool failed;                     // an error was reported in it
    struct scope *scope;
    struct symbol *labels; // of the function, through next_in_scope
    struct node **stack;   // children of the nodes that are not finished
    uint32_t stack_count, stack_capacity;
};

// What declaration specifiers say.
struct base_type {
    struct type_facts facts;
    enum storage storage;
    bool has_type, is_thread_local, is_auto_type;
    bool is_async;
    uint32_t async_token;
    uint32_t cleanup_token;
    struct node *node;
};

// What a declarator adds.
struct declared {
    struct type_facts facts;
    uint32_t name_token, cleanup_token;
    uint32_t end; // behind its last token that is no attribute or asm label
    uint32_t async_open; // '(' of the function that the `async` of its specifiers is about
    bool has_array_suffix;
    struct node *node, *parameters; // NODE_PARAMETERS of the function declared
};

enum declarator_mode { DECLARATOR_NAMED, DECLARATOR_ABSTRACT, DECLARATOR_EITHER };

// ---- parse.c: tokens and nodes ----
static inline int parse_kind(const struct parser *p) {
    return p->tokens[p->at].kind;
}
int parse_kind_at(const struct parser *p, uint32_t ahead);
// parse_meaning is parse_kind with C23's keywords told from identifiers.
int parse_meaning(const struct parser *p, uint32_t at);
bool parse_is_name(const struct parser *p, uint32_t at);
bool parse_accept(struct parser *p, int kind);
void parse_expect(struct parser *p, int kind, const char *where);
void parse_fail(struct parser *p, uint32_t token, const char *rule, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
void parse_unexpected(struct parser *p, const char *expected);
// parse_complain reports an error that leaves the parse where it is.
void parse_complain(struct parser *p, uint32_t token, const char *rule, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
void parse_recover(struct parser *p, uint32_t first);
bool parse_enter(struct parser *p); // one level deeper; false (and panic): too deep. Always paired
                                    // with parse_leave.
void parse_leave(struct parser *p);
struct node *parse_node(struct parser *p, enum node_kind kind); // begins at the current token
struct node *parse_node_around(struct parser *p, enum node_kind kind,
                               const struct node *first_child);
void parse_push(struct parser *p, struct node *child); // a child of the node that is finished next
struct node *parse_finish(struct parser *p, struct node *node, uint32_t mark);

// ---- parse_scope.c ----
void scope_enter(struct parser *p, struct node *node);
void scope_leave(struct parser *p);
struct symbol *scope_declare(struct parser *p, enum symbol_kind kind, uint32_t name_token);
void scope_adopt(struct parser *p, struct symbol *symbol); // one whose own scope has been left
struct symbol *scope_find(const struct parser *p, uint32_t name_token);
struct symbol *scope_find_tag(const struct parser *p, uint32_t name_token);
bool scope_is_typedef(const struct parser *p, uint32_t token);
struct symbol *scope_label(struct parser *p, uint32_t name_token);
void scope_declare_local_label(struct parser *p, uint32_t name_token);
void scope_finish_labels(struct parser *p);

// ---- parse_type.c ----
bool parse_starts_type(const struct parser *p, uint32_t at);
bool parse_starts_declaration(const struct parser *p, uint32_t at);
struct base_type parse_specifiers(struct parser *p);
void parse_attributes(struct parser *p, bool with_asm_label, uint32_t *out_cleanup_token);
uint32_t parse_skip_attributes(const struct parser *p, uint32_t at);
struct node *parse_type_name(struct parser *p);
struct node *parse_type_name_facts(struct parser *p, struct type_facts *out_facts);

// ---- parse_declarator.c ----
struct declared parse_declarator(struct parser *p, const struct base_type *base,
                                 enum declarator_mode mode);

// ---- parse_declaration.c ----
struct node *parse_declaration(struct parser *p);
struct node *parse_member(struct parser *p);
struct node *parse_static_assert(struct parser *p);
struct node *parse_initializer_list(struct parser *p);
struct node *parse_initializer(struct parser *p);
void parse_refuse_await(struct parser *p, uint32_t first, uint32_t end, const char *place);
void parse_refuse_evaluated_await(struct parser *p, uint32_t first, uint32_t end,
                                  const char *place);

// ---- parse_expression.c ----
struct node *parse_expression(struct parser *p);
struct node *parse_assignment(struct parser *p);
struct node *parse_conditional(struct parser *p);
struct node *parse_cast(struct parser *p);
bool parse_is_await(const struct parser *p, uint32_t at); // the word, not an identifier
bool parse_is_awaited_spawn(const struct parser *p);
bool parse_is_constant(const struct node *node, const struct parser *p);

// ---- parse_statement.c ----
struct node *parse_compound(struct parser *p);
struct node *parse_statement(struct parser *p);

// ---- uses.c ----
// mark_addresses sets address_taken in the symbols of a function.
void mark_addresses(const struct compilation *c, struct node *function);

#endif
