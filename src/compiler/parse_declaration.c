// Declarations inside functions, members of structs, initialisers.
#include "compiler/parse.h"

// parse_refuse_await reports an await among the tokens [first, end), where `place` cannot have one.
void parse_refuse_await(struct parser *p, uint32_t first, uint32_t end, const char *place) {
    for (uint32_t at = first; at < end && !p->panics; at++) {
        if (parse_is_await(p, at)) {
            parse_complain(p, at, RULE_AWAIT_PLACE, "await cannot stand in %s", place);
            return;
        }
    }
}

// The token after those at `at` that nothing evaluates: sizeof ( ... ) and typeof ( ... ). `at` itself
// if there are none.
static uint32_t skip_unevaluated(const struct parser *p, uint32_t at, uint32_t end) {
    int kind = p->tokens[at].kind;
    if ((kind != TOKEN_SIZEOF && kind != TOKEN_TYPEOF) || p->tokens[at + 1].kind != '(') {
        return at;
    }
    uint32_t depth = 0;
    for (at++; at < end; at++) {
        depth += p->tokens[at].kind == '(';
        depth -= p->tokens[at].kind == ')';
        if (depth == 0) {
            return at + 1;
        }
    }
    return end;
}

// parse_refuse_evaluated_await does the same where one in a sizeof or typeof may stand, since that is
// only its type.
void parse_refuse_evaluated_await(struct parser *p, uint32_t first, uint32_t end,
                                  const char *place) {
    for (uint32_t at = first; at < end && !p->panics;) {
        uint32_t next = skip_unevaluated(p, at, end);
        if (next == at) {
            parse_refuse_await(p, at, ++next, place);
        }
        at = next;
    }
}

// ---- initialisers ----

// designation := {[ conditional [... conditional] ] | . name} =  |  name :
static void parse_designation(struct parser *p) {
    if (parse_is_name(p, p->at) && parse_kind_at(p, 1) == ':') {
        p->at += 2;
        return;
    }
    bool any = false, only_index = true;
    for (;; any = true) {
        if (parse_kind(p) == '[') {
            uint32_t first = p->at++;
            parse_push(p, parse_conditional(p));
            if (parse_accept(p, TOKEN_ELLIPSIS)) {
                parse_push(p, parse_conditional(p));
            }
            parse_refuse_await(p, first, p->at, "a designator");
            parse_expect(p, ']', "after the index");
        } else if (parse_kind(p) == '.') {
            p->at++;
            only_index = false;
            if (!parse_is_name(p, p->at)) {
                parse_unexpected(p, "the name of a member");
                return;
            }
            p->at++;
        } else {
            break;
        }
    }
    // `[1] value` without `=` is obsolete, but accepted by gcc and clang.
    if (any && !parse_accept(p, '=') && !only_index) {
        parse_unexpected(p, "`=` after the designator");
    }
}

// initializer := { ... } | assignment
static struct node *parse_value(struct parser *p) {
    return parse_kind(p) == '{' ? parse_initializer_list(p) : parse_assignment(p);
}

struct node *parse_initializer(struct parser *p) {
    uint32_t mark = p->stack_count;
    struct node *node = parse_node(p, NODE_INITIALIZER);
    parse_designation(p);
    parse_push(p, parse_value(p));
    return parse_finish(p, node, mark);
}

// initializer-list := { [[designation] initializer {, [designation] initializer} [,]] }
struct node *parse_initializer_list(struct parser *p) {
    uint32_t mark = p->stack_count;
    struct node *node = parse_node(p, NODE_INITIALIZER_LIST);
    parse_expect(p, '{', "before the initialisers");
    if (parse_enter(p)) {
        while (parse_kind(p) != '}' && !p->panics) {
            parse_push(p, parse_initializer(p));
            if (!parse_accept(p, ',') && parse_kind(p) != '}') {
                parse_unexpected(p, "`,` or `}` after an initialiser");
            }
        }
    }
    parse_leave(p);
    parse_expect(p, '}', "after the initialisers");
    return parse_finish(p, node, mark);
}

// ---- static assertions ----

// _Static_assert ( conditional [, string] ) ;
struct node *parse_static_assert(struct parser *p) {
    uint32_t mark = p->stack_count, first = p->at;
    struct node *node = parse_node(p, NODE_STATIC_ASSERT);
    p->at++;
    parse_expect(p, '(', "after _Static_assert");
    parse_push(p, parse_conditional(p));
    if (parse_accept(p, ',')) {
        if (parse_kind(p) != TOKEN_STRING) {
            parse_unexpected(p, "a string");
        }
        while (parse_accept(p, TOKEN_STRING)) {
        }
    }
    parse_expect(p, ')', "after the assertion");
    parse_refuse_evaluated_await(p, first, p->at, "a static assertion");
    parse_expect(p, ';', "after the assertion");
    return parse_finish(p, node, mark);
}

// ---- members ----

static void note_member(struct parser *p, const struct base_type *base,
                        const struct declared *declared) {
    if (p->panics) {
        return;
    }
    if (declared->facts.asyncness != ASYNC_NOT) {
        name_facts_new(p->c->arena, p->tokens[declared->name_token].name)->is_async_member = true;
    }
    if (base->is_async && declared->facts.shape == SHAPE_FUNCTION) {
        parse_complain(p, base->async_token, RULE_ASYNC_BY_TYPE, "a member cannot be a function");
        hint(p->c, "write `(*%s)` for a pointer to async functions",
             token_text(p->c, declared->name_token));
    }
}

// member-declarator := [declarator] [: conditional] [attributes]
static struct node *parse_member_declarator(struct parser *p, const struct base_type *base) {
    uint32_t mark = p->stack_count, unused = NO_TOKEN;
    struct node *node = parse_node(p, NODE_INIT_DECLARATOR);
    if (parse_kind(p) == ':') {
        struct node *empty = parse_node(p, NODE_DECLARATOR);
        parse_push(p, parse_finish(p, empty, p->stack_count));
    } else {
        struct declared declared = parse_declarator(p, base, DECLARATOR_NAMED);
        node->name_token = declared.name_token;
        parse_push(p, declared.node);
        note_member(p, base, &declared);
    }
    if (parse_accept(p, ':')) {
        uint32_t first = p->at;
        parse_push(p, parse_conditional(p));
        parse_refuse_await(p, first, p->at, "the width of a bit-field");
        parse_attributes(p, false, &unused);
    }
    return parse_finish(p, node, mark);
}

// member := specifiers [member-declarator {, member-declarator}] ; | static-assert | pragma
struct node *parse_member(struct parser *p) {
    uint32_t mark = p->stack_count;
    if (parse_kind(p) == TOKEN_PRAGMA) {
        struct node *pragma = parse_node(p, NODE_PRAGMA);
        p->at++;
        return parse_finish(p, pragma, mark);
    }
    if (parse_meaning(p, p->at) == TOKEN_STATIC_ASSERT) {
        return parse_static_assert(p);
    }
    struct node *node = parse_node(p, NODE_DECLARATION);
    struct base_type base = parse_specifiers(p);
    parse_push(p, base.node);
    if (parse_kind(p) != ';') {
        do {
            parse_push(p, parse_member_declarator(p, &base));
        } while (parse_accept(p, ','));
    }
    // The last ';' may be missing; gcc and clang warn.
    if (parse_kind(p) != '}') {
        parse_expect(p, ';', "after a member");
    }
    return parse_finish(p, node, mark);
}

// ---- declarations ----

static void declare(struct parser *p, struct node *node, const struct base_type *base,
                    const struct declared *declared) {
    enum symbol_kind kind = base->storage == STORAGE_TYPEDEF          ? SYMBOL_TYPEDEF
                            : declared->facts.shape == SHAPE_FUNCTION ? SYMBOL_FUNCTION
                                                                      : SYMBOL_OBJECT;
    struct symbol *symbol = scope_declare(p, kind, declared->name_token);
    node->symbol = symbol;
    node->name_token = declared->name_token;
    symbol->node = node;
    symbol->specifiers = base->node;
    symbol->declarator = declared->node;
    symbol->storage =
        kind == SYMBOL_FUNCTION && base->storage == STORAGE_AUTO ? STORAGE_EXTERN : base->storage;
    symbol->shape = declared->facts.shape;
    symbol->dimensions = declared->facts.dimensions;
    symbol->is_const = declared->facts.is_const;
    symbol->is_volatile = declared->facts.is_volatile;
    symbol->is_va_list = declared->facts.is_va_list;
    symbol->is_thread_local = base->is_thread_local;
    symbol->is_auto_type = base->is_auto_type;
    symbol->asyncness = base->is_auto_type ? ASYNC_MAYBE : declared->facts.asyncness;
    symbol->cleanup_token = declared->cleanup_token;
    symbol->has_cleanup = declared->cleanup_token != NO_TOKEN;
}

static void check_static_initializer(struct parser *p, const struct base_type *base,
                                     uint32_t first) {
    if (base->storage == STORAGE_STATIC || base->is_thread_local) {
        parse_refuse_await(p, first, p->at, "the initialiser of a static variable");
    }
}

// init-declarator := declarator [= initializer]
static struct node *parse_init_declarator(struct parser *p, const struct base_type *base) {
    uint32_t mark = p->stack_count;
    struct node *node = parse_node(p, NODE_INIT_DECLARATOR);
    struct declared declared = parse_declarator(p, base, DECLARATOR_NAMED);
    parse_push(p, declared.node);
    if (p->panics) {
        return parse_finish(p, node, mark);
    }
    if (!base->is_auto_type) {
        declare(p, node, base, &declared); // visible in its own initialiser
    }
    if (base->storage != STORAGE_TYPEDEF && declared.facts.shape == SHAPE_FUNCTION &&
        declared.facts.asyncness == ASYNC_SURELY) {
        parse_complain(p, declared.name_token, RULE_ASYNC_BY_TYPE,
                       "async function `%s` is declared inside a function",
                       token_text(p->c, declared.name_token));
        hint(p->c, "declare it at file scope");
    }
    if (parse_kind(p) == '{' && declared.facts.shape == SHAPE_FUNCTION) {
        parse_fail(p, declared.name_token, RULE_NESTED_FUNCTION,
                   "nested functions are not supported in async functions");
    } else if (parse_accept(p, '=')) {
        uint32_t first = p->at;
        parse_push(p, parse_value(p));
        check_static_initializer(p, base, first);
    }
    if (base->is_auto_type) { // the initialiser gives it its type, and does not know its name yet
        declare(p, node, base, &declared);
    }
    return parse_finish(p, node, mark);
}

// declaration := specifiers [init-declarator {, init-declarator}] ; | static-assert
struct node *parse_declaration(struct parser *p) {
    if (parse_meaning(p, p->at) == TOKEN_STATIC_ASSERT) {
        return parse_static_assert(p);
    }
    uint32_t mark = p->stack_count;
    struct node *node = parse_node(p, NODE_DECLARATION);
    struct base_type base = parse_specifiers(p);
    parse_push(p, base.node);
    if (parse_kind(p) != ';') {
        do {
            uint32_t unused = NO_TOKEN;
            parse_attributes(p, false, &unused);
            parse_push(p, parse_init_declarator(p, &base));
        } while (parse_accept(p, ','));
    }
    parse_expect(p, ';', "after the declaration");
    return parse_finish(p, node, mark);
}
