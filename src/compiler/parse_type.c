// Declaration specifiers, attributes, struct, union and enum, type names.
#include "compiler/parse.h"

#include <string.h>

// ---- what begins a type ----

bool parse_starts_type(const struct parser *p, uint32_t at) {
    switch (parse_meaning(p, at)) {
    case TOKEN_EXTENSION:
        return parse_starts_type(p, at + 1);
    case TOKEN_IDENTIFIER:
        return scope_is_typedef(p, at);
    case TOKEN_ASYNC:
        return scope_is_typedef(p, at) ||
               (scope_find(p, at) == NULL && scan_is_async(&p->view, at));
    default:
        return scan_is_specifier_keyword(parse_meaning(p, at)) ||
               (parse_is_name(p, at) && scope_is_typedef(p, at));
    }
}

bool parse_starts_declaration(const struct parser *p, uint32_t at) {
    if (parse_is_name(p, at) && p->tokens[at + 1].kind == ':') { // a label
        return false;
    }
    return parse_meaning(p, at) == TOKEN_STATIC_ASSERT || parse_starts_type(p, at);
}

// ---- attributes ----

uint32_t parse_skip_attributes(const struct parser *p, uint32_t at) {
    for (;;) {
        if (p->tokens[at].kind == TOKEN_ATTRIBUTE) {
            at = scan_skip_parens(&p->view, at + 1);
        } else if (p->tokens[at].kind == '[' && p->tokens[at + 1].kind == '[') {
            at = scan_skip_parens(&p->view, at);
        } else {
            return at;
        }
    }
}

static bool is_cleanup(const struct parser *p, uint32_t at) {
    return token_is_spelled(p->c, at, "cleanup") || token_is_spelled(p->c, at, "__cleanup__");
}

static bool is_word(int kind) {
    return kind == TOKEN_IDENTIFIER || kind >= TOKEN_FIRST_KEYWORD;
}

// The C compiler does not see the attributes of variables that move into the future. The list is in
// double brackets, which begin at `first`.
static void check_attribute_list(struct parser *p, uint32_t first, uint32_t end) {
    for (uint32_t at = first + 2; at + 2 < end; at++) {
        int kind = p->tokens[at].kind;
        if (kind == '(') {
            at = scan_skip_parens(&p->view, at) - 1;
        }
        int next = p->tokens[at + 1].kind;
        if (at + 2 < end && is_word(next) && (kind == '(' || is_word(kind))) {
            parse_complain(p, at + 1, NULL, "expected `,` between attributes");
            return;
        }
    }
}

// attribute := __attribute__ ( ( ... ) ) | [ [ ... ] ] | asm ( "..." )
static struct node *parse_attribute(struct parser *p, uint32_t *out_cleanup_token) {
    uint32_t mark = p->stack_count;
    struct node *node = parse_node(p, NODE_ATTRIBUTE);
    if (parse_kind(p) != '[') {
        p->at++;
    }
    if (parse_kind(p) != '(' && parse_kind(p) != '[') {
        parse_unexpected(p, "`(`");
        return node;
    }
    uint32_t first = p->at, end = scan_skip_parens(&p->view, first);
    int last = p->tokens[end - 1].kind;
    if (last != ')' && last != ']') {
        parse_fail(p, first, NULL, "this `%s` is never closed", token_text(p->c, first));
        return node;
    }
    for (uint32_t at = first; at < end; at++) {
        if (is_cleanup(p, at) && p->tokens[at + 1].kind == '(' && parse_is_name(p, at + 2)) {
            *out_cleanup_token = at + 2;
        }
    }
    if (p->tokens[first + 1].kind == p->tokens[first].kind) { // else an asm label
        check_attribute_list(p, first, end);
    }
    parse_refuse_await(p, first, end, "an attribute");
    p->at = p->panics ? p->at : end;
    return parse_finish(p, node, mark);
}

// Attributes become children of the node that is being built.
void parse_attributes(struct parser *p, bool with_asm_label, uint32_t *out_cleanup_token) {
    for (;;) {
        int kind = parse_kind(p);
        bool standard = kind == '[' && parse_kind_at(p, 1) == '[';
        if (kind != TOKEN_ATTRIBUTE && !standard && !(with_asm_label && kind == TOKEN_ASM)) {
            return;
        }
        parse_push(p, parse_attribute(p, out_cleanup_token));
    }
}

// ---- struct, union, enum ----

// enumerator := name [attributes] [= conditional]
static struct node *parse_enumerator(struct parser *p) {
    uint32_t mark = p->stack_count;
    struct node *node = parse_node(p, NODE_ENUMERATOR);
    if (!parse_is_name(p, p->at)) {
        parse_unexpected(p, "the name of an enumerator");
        return node;
    }
    uint32_t name = p->at++;
    p->at = parse_skip_attributes(p, p->at);
    if (parse_accept(p, '=')) {
        uint32_t first = p->at;
        parse_push(p, parse_conditional(p));
        parse_refuse_await(p, first, p->at, "the value of an enumerator");
    }
    node->name_token = name;
    if (p->scope != NULL) { // else at file scope: the scanner has seen it
        node->symbol = scope_declare(p, SYMBOL_ENUMERATOR, name); // visible behind its own value
        node->symbol->node = node;
        node->symbol->shape = SHAPE_SCALAR;
    }
    return parse_finish(p, node, mark);
}

static void parse_enumerators(struct parser *p) {
    while (parse_kind(p) != '}' && !p->panics) {
        parse_push(p, parse_enumerator(p));
        if (!parse_accept(p, ',') && parse_kind(p) != '}') {
            parse_unexpected(p, "`,` or `}` after an enumerator");
        }
    }
}

static void parse_members(struct parser *p) {
    while (parse_kind(p) != '}' && !p->panics) {
        if (!parse_accept(p, ';')) { // a stray one is allowed
            parse_push(p, parse_member(p));
        }
    }
}

static struct symbol *declare_tag(struct parser *p, uint32_t name_token, struct node *node) {
    if (p->scope == NULL) { // a tag of file scope, in the result type of a function
        return NULL;
    }
    struct symbol *symbol = scope_find_tag(p, name_token);
    if (symbol == NULL || symbol->scope != p->scope) { // else this completes it
        symbol = scope_declare(p, SYMBOL_TAG, name_token);
    }
    symbol->node = node;
    return symbol;
}

// tag := (struct | union | enum) [attributes] [name] [: type] [{ ... }] [attributes]
static struct node *parse_tag(struct parser *p) {
    uint32_t mark = p->stack_count, unused = NO_TOKEN;
    struct node *node = parse_node(p, NODE_TAG);
    node->op = parse_kind(p);
    p->at++;
    if (!parse_enter(p)) {
        parse_leave(p);
        return node;
    }
    parse_attributes(p, false, &unused);
    if (parse_is_name(p, p->at)) {
        node->name_token = p->at++;
    }
    if (node->op == TOKEN_ENUM && parse_kind(p) == ':') {
        p->at++;
        parse_push(p, parse_type_name(p));
    }
    if (parse_kind(p) == '{') {
        node->is_definition = true;
        if (node->name_token != NO_TOKEN) {
            node->symbol = declare_tag(p, node->name_token, node);
        }
        p->at++;
        if (node->op == TOKEN_ENUM) {
            parse_enumerators(p);
        } else {
            parse_members(p);
        }
        parse_expect(p, '}', "at the end of the type");
        parse_attributes(p, false, &unused);
    } else if (node->name_token == NO_TOKEN) {
        parse_unexpected(p, "a name or `{`");
    } else if (parse_kind(p) == ';' && node->op != TOKEN_ENUM) { // `struct s;` declares it here
        node->symbol = declare_tag(p, node->name_token, node);
    } else {
        node->symbol = scope_find_tag(p, node->name_token);
    }
    parse_leave(p);
    return parse_finish(p, node, mark);
}

// ---- specifiers ----

static void set_type(struct parser *p, struct base_type *base, enum shape shape) {
    if (base->has_type && shape != SHAPE_SCALAR) {
        parse_fail(p, p->at, NULL, "a second type in one declaration");
    }
    base->has_type = true;
    base->facts.shape = shape;
}

static void parse_builtin_type(struct parser *p, struct base_type *base) {
    if (token_is_spelled(p->c, p->at, "void")) {
        set_type(p, base, SHAPE_VOID);
    } else if (strstr(token_text(p->c, p->at), "va_list") != NULL) {
        set_type(p, base, SHAPE_UNKNOWN);
        base->facts.is_va_list = true;
    } else {
        set_type(p, base, SHAPE_SCALAR);
    }
    bool has_argument = token_is_spelled(p->c, p->at, "_BitInt");
    p->at += p->panics ? 0 : 1;
    if (has_argument && parse_accept(p, '(')) {
        parse_push(p, parse_conditional(p));
        parse_expect(p, ')', "after the width");
    }
}

static void add_facts(struct base_type *base, struct type_facts facts) {
    facts.is_const |= base->facts.is_const;
    facts.is_volatile |= base->facts.is_volatile;
    base->facts = facts;
}

// typeof := __typeof__ ( expression | type-name )
static struct node *parse_typeof(struct parser *p, struct base_type *base) {
    uint32_t mark = p->stack_count;
    struct node *node = parse_node(p, NODE_TYPEOF);
    p->at++;
    parse_expect(p, '(', "after typeof");
    if (parse_starts_type(p, p->at)) {
        struct type_facts facts;
        struct node *name = parse_type_name_facts(p, &facts);
        parse_push(p, name);
        set_type(p, base, facts.shape);
        add_facts(base, facts);
    } else {
        struct node *operand = parse_expression(p);
        parse_push(p, operand);
        set_type(p, base, SHAPE_UNKNOWN);
        base->facts.asyncness = ASYNC_MAYBE;
        while (operand->kind == NODE_PAREN && operand->child_count == 1) {
            operand = operand->children[0];
        }
        const struct symbol *symbol = operand->symbol;
        if (operand->kind == NODE_IDENTIFIER && symbol != NULL && symbol->kind == SYMBOL_OBJECT) {
            add_facts(base, (struct type_facts){.shape = symbol->shape,
                                                .is_const = symbol->is_const,
                                                .is_volatile = symbol->is_volatile,
                                                .is_va_list = symbol->is_va_list,
                                                .asyncness = symbol->asyncness,
                                                .dimensions = symbol->dimensions});
        }
    }
    parse_expect(p, ')', "after the operand of typeof");
    return parse_finish(p, node, mark);
}

static struct node *parse_typedef_name(struct parser *p, struct base_type *base) {
    uint32_t mark = p->stack_count;
    struct node *node = parse_node(p, NODE_TYPEDEF_NAME);
    const struct name_facts *facts = name_of(p->tokens[p->at].name)->facts;
    struct symbol *symbol = facts->ordinary;
    node->symbol = symbol;
    node->name_token = p->at;
    if (symbol != NULL) {
        symbol->uses++;
        add_facts(base, (struct type_facts){.shape = symbol->shape,
                                            .is_const = symbol->is_const,
                                            .is_volatile = symbol->is_volatile,
                                            .is_va_list = symbol->is_va_list,
                                            .is_variably_modified = symbol->shape == SHAPE_VLA,
                                            .asyncness = symbol->asyncness,
                                            .dimensions = symbol->dimensions});
    } else {
        add_facts(base, facts->type);
    }
    base->has_type = true;
    p->at++;
    return parse_finish(p, node, mark);
}

// _Atomic ( type-name )  or the qualifier
static void parse_atomic(struct parser *p, struct base_type *base) {
    p->at++;
    if (parse_accept(p, '(')) {
        struct type_facts facts;
        parse_push(p, parse_type_name_facts(p, &facts));
        set_type(p, base, facts.shape);
        parse_expect(p, ')', "after the atomic type");
    }
}

// _Alignas ( type-name | conditional )
static void parse_alignas(struct parser *p) {
    p->at++;
    parse_expect(p, '(', "after _Alignas");
    uint32_t first = p->at;
    parse_push(p, parse_starts_type(p, p->at) ? parse_type_name(p) : parse_conditional(p));
    parse_refuse_await(p, first, p->at, "an alignment");
    parse_expect(p, ')', "after the alignment");
}

static void parse_async(struct parser *p, struct base_type *base) {
    base->is_async = true;
    base->async_token = p->at;
    token_at(p->c, p->at++)->edit = EDIT_OMIT;
}

static void set_storage(struct parser *p, struct base_type *base, enum storage storage) {
    base->storage = storage;
    p->at++;
}

// One specifier. False: none stands here.
static bool parse_specifier(struct parser *p, struct base_type *base) {
    int kind = parse_meaning(p, p->at);
    switch (kind) {
    case TOKEN_TYPEDEF:
        set_storage(p, base, STORAGE_TYPEDEF);
        return true;
    case TOKEN_STATIC:
    case TOKEN_CONSTEXPR: // as constant as a static: it needs no room in a frame
        set_storage(p, base, STORAGE_STATIC);
        return true;
    case TOKEN_EXTERN:
        set_storage(p, base, STORAGE_EXTERN);
        return true;
    case TOKEN_REGISTER:
        set_storage(p, base, STORAGE_REGISTER);
        return true;
    case TOKEN_CONST:
        base->facts.is_const = true;
        break;
    case TOKEN_VOLATILE:
        base->facts.is_volatile = true;
        break;
    case TOKEN_THREAD_LOCAL:
        base->is_thread_local = true;
        break;
    case TOKEN_AUTO:
    case TOKEN_INLINE:
    case TOKEN_NORETURN:
    case TOKEN_RESTRICT:
    case TOKEN_EXTENSION:
        break;
    case TOKEN_AUTO_TYPE:
        set_type(p, base, SHAPE_UNKNOWN);
        base->is_auto_type = true;
        break;
    case TOKEN_STRUCT:
    case TOKEN_UNION:
    case TOKEN_ENUM:
        set_type(p, base, kind == TOKEN_ENUM ? SHAPE_SCALAR : SHAPE_AGGREGATE);
        if (!p->panics) {
            parse_push(p, parse_tag(p));
        }
        return true;
    case TOKEN_BUILTIN_TYPE:
        parse_builtin_type(p, base);
        return true;
    case TOKEN_TYPEOF:
        parse_push(p, parse_typeof(p, base));
        return true;
    case TOKEN_ATOMIC:
        parse_atomic(p, base);
        return true;
    case TOKEN_ALIGNAS:
        parse_alignas(p);
        return true;
    case TOKEN_ATTRIBUTE:
        parse_attributes(p, false, &base->cleanup_token);
        return true;
    case '[':
        if (parse_kind_at(p, 1) != '[') {
            return false;
        }
        parse_attributes(p, false, &base->cleanup_token);
        return true;
    default:
        if (!parse_is_name(p, p->at)) {
            return false;
        }
        if (!base->has_type && scope_is_typedef(p, p->at)) {
            parse_push(p, parse_typedef_name(p, base));
            return true;
        }
        if (kind == TOKEN_ASYNC && scope_find(p, p->at) == NULL && scan_is_async(&p->view, p->at)) {
            parse_async(p, base);
            return true;
        }
        return false;
    }
    p->at++;
    return true;
}

struct base_type parse_specifiers(struct parser *p) {
    uint32_t mark = p->stack_count;
    struct base_type base = {.storage = STORAGE_AUTO, .cleanup_token = NO_TOKEN};
    bool has_auto = parse_kind(p) == TOKEN_AUTO;
    base.node = parse_node(p, NODE_SPECIFIERS);
    base.facts.shape = SHAPE_UNKNOWN;
    while (!p->panics && parse_specifier(p, &base)) {
        has_auto |= parse_kind(p) == TOKEN_AUTO;
    }
    if (!base.has_type && has_auto && parse_is_name(p, p->at)) { // C23
        base.has_type = base.is_auto_type = true;
    }
    if (!base.has_type && !p->panics) {
        if (parse_is_name(p, p->at)) {
            parse_fail(p, p->at, NULL, "unknown type name `%s`", token_text(p->c, p->at));
        } else {
            parse_unexpected(p, "a type");
        }
    }
    parse_finish(p, base.node, mark);
    return base;
}

// type-name := specifiers abstract-declarator
struct node *parse_type_name_facts(struct parser *p, struct type_facts *out_facts) {
    uint32_t mark = p->stack_count;
    struct node *node = parse_node(p, NODE_TYPE_NAME);
    *out_facts = (struct type_facts){.shape = SHAPE_UNKNOWN};
    if (parse_enter(p)) {
        struct base_type base = parse_specifiers(p);
        parse_push(p, base.node);
        struct declared declared = parse_declarator(p, &base, DECLARATOR_ABSTRACT);
        parse_push(p, declared.node);
        *out_facts = declared.facts;
    }
    parse_leave(p);
    return parse_finish(p, node, mark);
}

struct node *parse_type_name(struct parser *p) {
    struct type_facts unused;
    return parse_type_name_facts(p, &unused);
}
