// Declarators. All parts of one declarator are children of one node, in source order; what the
// declared name is - its outermost shape - follows from the part next to the name: suffixes first,
// then pointers, from the inside out.
#include "compiler/parse.h"

// A declarator being read: what is known of the type from the name outwards.
struct derivation {
    struct declared *declared;
    const struct base_type *base;
    enum declarator_mode mode;
    bool has_shape;   // the first part is known
    bool only_arrays; // every part so far was an array: the element type is still open
    bool is_variable; // some array size is not constant
    bool has_function;
    bool first_is_unsized;
};

static void derive_array(struct derivation *d, bool is_sized, bool is_variable) {
    struct type_facts *facts = &d->declared->facts;
    if (!d->has_shape) {
        d->has_shape = d->only_arrays = true;
        d->first_is_unsized = !is_sized;
        d->declared->has_array_suffix = true;
        *facts = (struct type_facts){.shape = is_sized ? SHAPE_ARRAY : SHAPE_ARRAY_UNKNOWN};
        is_variable = is_variable && d->mode != DECLARATOR_EITHER; // a parameter is a pointer
    }
    if (d->only_arrays) {
        facts->dimensions++;
    }
    d->is_variable |= is_variable;
}

static void derive_function(struct derivation *d) {
    if (!d->has_shape) {
        d->declared->facts = (struct type_facts){.shape = SHAPE_FUNCTION};
    }
    d->has_shape = true;
    d->has_function = true;
    d->only_arrays = false;
}

static void derive_pointer(struct derivation *d, bool is_const, bool is_volatile) {
    if (!d->has_shape) {
        d->declared->facts = (struct type_facts){.shape = SHAPE_SCALAR};
    }
    if (!d->has_shape || d->only_arrays) { // the object's own qualifiers, or its elements'
        d->declared->facts.is_const = is_const;
        d->declared->facts.is_volatile = is_volatile;
    }
    d->has_shape = true;
    d->only_arrays = false;
}

static void derive_base(struct derivation *d) {
    struct type_facts *facts = &d->declared->facts;
    const struct type_facts *base = &d->base->facts;
    if (!d->has_shape) {
        *facts = *base;
    } else if (d->only_arrays) {
        facts->is_const = base->is_const;
        facts->is_volatile = base->is_volatile;
        facts->dimensions = base->shape == SHAPE_UNKNOWN ? 0 : facts->dimensions + base->dimensions;
    }
    facts->is_variably_modified =
        d->is_variable || base->shape == SHAPE_VLA || base->is_variably_modified;
    if (facts->is_variably_modified && facts->shape != SHAPE_FUNCTION) {
        facts->shape = SHAPE_VLA;
    }
    facts->asyncness = d->declared->async_open != NO_TOKEN ? ASYNC_SURELY
                       : d->has_function                   ? ASYNC_NOT
                                                           : base->asyncness;
}

// ---- suffixes ----

// array := [ {static | qualifier} [assignment | *] ]
static void parse_array_suffix(struct parser *p, struct derivation *d) {
    uint32_t unused = NO_TOKEN;
    p->at++;
    while (parse_kind(p) == TOKEN_STATIC || parse_kind(p) == TOKEN_CONST ||
           parse_kind(p) == TOKEN_VOLATILE || parse_kind(p) == TOKEN_RESTRICT) {
        p->at++;
    }
    bool is_sized = parse_kind(p) != ']', is_variable = false;
    if (parse_kind(p) == '*' && parse_kind_at(p, 1) == ']') {
        p->at++;
    } else if (is_sized) {
        struct node *size = parse_assignment(p);
        is_variable = !parse_is_constant(size, p);
        parse_push(p, size);
    }
    parse_expect(p, ']', "after the array size");
    parse_attributes(p, false, &unused);
    derive_array(d, is_sized, is_variable);
}

static void declare_parameter(struct parser *p, struct node *node, const struct base_type *base,
                              const struct declared *declared) {
    struct symbol *symbol = scope_declare(p, SYMBOL_OBJECT, declared->name_token);
    node->symbol = symbol;
    node->name_token = declared->name_token;
    symbol->node = node;
    symbol->specifiers = base->node;
    symbol->declarator = declared->node;
    symbol->is_parameter = true;
    symbol->storage = STORAGE_AUTO;
    symbol->is_const = declared->facts.is_const;
    symbol->is_volatile = declared->facts.is_volatile;
    symbol->is_va_list = declared->facts.is_va_list;
    symbol->shape = declared->facts.shape;
    symbol->dimensions = declared->facts.dimensions;
    symbol->asyncness = declared->facts.asyncness;
    bool is_array = symbol->shape == SHAPE_ARRAY || symbol->shape == SHAPE_ARRAY_UNKNOWN;
    if (is_array && declared->has_array_suffix) { // is a pointer; by typedef it is refused later
        symbol->shape = SHAPE_SCALAR;
        symbol->dimensions = 0;
        symbol->is_const = symbol->is_volatile = false; // those are the elements'
    } else if (symbol->shape == SHAPE_FUNCTION && declared->parameters != NULL) {
        symbol->shape = SHAPE_SCALAR;
    }
}

// parameter := specifiers declarator
static struct node *parse_parameter(struct parser *p) {
    uint32_t mark = p->stack_count;
    struct node *node = parse_node(p, NODE_PARAMETER);
    struct base_type base = parse_specifiers(p);
    parse_push(p, base.node);
    struct declared declared = parse_declarator(p, &base, DECLARATOR_EITHER);
    parse_push(p, declared.node);
    if (declared.name_token != NO_TOKEN && !p->panics) {
        declare_parameter(p, node, &base, &declared);
    }
    return parse_finish(p, node, mark);
}

static bool is_void_list(const struct parser *p) {
    return parse_kind_at(p, 1) == ')' && token_is_spelled(p->c, p->at, "void");
}

// parameters := ( [void | parameter {, parameter} [, ...]] )
static struct node *parse_parameters(struct parser *p) {
    uint32_t mark = p->stack_count;
    struct node *node = parse_node(p, NODE_PARAMETERS);
    p->at++;
    scope_enter(p, node);
    if (is_void_list(p)) {
        p->at++;
    }
    bool deeper = parse_enter(p);
    while (deeper && parse_kind(p) != ')' && !p->panics) {
        if (parse_accept(p, TOKEN_ELLIPSIS)) {
            break;
        }
        parse_push(p, parse_parameter(p));
        if (parse_kind(p) != ')' && !parse_accept(p, ',')) {
            parse_unexpected(p, "`,` or `)` after a parameter");
        } else if (parse_kind(p) == ')' && p->tokens[p->at - 1].kind == ',') {
            parse_unexpected(p, "a parameter");
        }
    }
    parse_leave(p);
    parse_expect(p, ')', "after the parameters");
    scope_leave(p);
    return parse_finish(p, node, mark);
}

static void parse_suffixes(struct parser *p, struct derivation *d) {
    for (;;) {
        int kind = parse_kind(p);
        if (kind == '(') {
            if (d->base->is_async && d->declared->async_open == NO_TOKEN) { // nearest to the name
                d->declared->async_open = p->at;
            }
            struct node *parameters = parse_parameters(p);
            parse_push(p, parameters);
            if (!d->has_shape) {
                d->declared->parameters = parameters;
            }
            derive_function(d);
            d->declared->end = p->at;
        } else if (kind == '[' && parse_kind_at(p, 1) != '[') {
            parse_array_suffix(p, d);
            d->declared->end = p->at;
        } else {
            parse_attributes(p, true, &d->declared->cleanup_token);
            if (parse_kind(p) != '(' && parse_kind(p) != '[') {
                return;
            }
        }
    }
}

// ---- the declarator ----

// Whether the '(' at hand groups a declarator rather than beginning the parameters of a nameless
// function.
static bool is_group(const struct parser *p, enum declarator_mode mode) {
    if (mode == DECLARATOR_NAMED) {
        return true;
    }
    uint32_t at = parse_skip_attributes(p, p->at + 1);
    return p->tokens[at].kind != ')' && p->tokens[at].kind != TOKEN_ELLIPSIS &&
           !parse_starts_type(p, at);
}

static void parse_qualifiers(struct parser *p, struct derivation *d, bool *out_const,
                             bool *out_volatile) {
    for (;;) {
        switch (parse_kind(p)) {
        case TOKEN_CONST:
            *out_const = true;
            break;
        case TOKEN_VOLATILE:
            *out_volatile = true;
            break;
        case TOKEN_RESTRICT:
        case TOKEN_ATOMIC:
        case TOKEN_EXTENSION:
            break;
        case TOKEN_IDENTIFIER: // clang's nullability, which a header may have left in
            if (token_is_spelled(p->c, p->at, "_Nonnull") ||
                token_is_spelled(p->c, p->at, "_Nullable") ||
                token_is_spelled(p->c, p->at, "_Null_unspecified")) {
                break;
            }
            return;
        default:
            if (parse_kind(p) == TOKEN_ATTRIBUTE) {
                parse_attributes(p, false, &d->declared->cleanup_token);
                continue;
            }
            return;
        }
        p->at++;
    }
}

// declarator := {* {qualifier | attribute}} [name | ( declarator )] {suffix | attribute}
static void parse_declarator_part(struct parser *p, struct derivation *d) {
    bool is_const = false, is_volatile = false, is_pointer = false;
    if (parse_kind(p) == '^') {
        parse_fail(p, p->at, RULE_NESTED_FUNCTION, "blocks are not supported in async functions");
        return;
    }
    parse_attributes(p, false, &d->declared->cleanup_token);
    if (parse_kind(p) == '*') {
        is_pointer = true;
        p->at++;
        parse_qualifiers(p, d, &is_const, &is_volatile);
        if (parse_kind(p) == '*' || parse_kind(p) == '^') {
            if (parse_enter(p)) {
                parse_declarator_part(p, d); // its pointers are nearer to the name
            }
            parse_leave(p);
            derive_pointer(d, is_const, is_volatile);
            return;
        }
    }
    if (parse_kind(p) == '(' && is_group(p, d->mode)) {
        p->at++;
        if (parse_enter(p)) {
            parse_declarator_part(p, d);
        }
        parse_leave(p);
        parse_expect(p, ')', "in the declarator");
        d->declared->end = p->at;
    } else if (parse_is_name(p, p->at) && d->mode != DECLARATOR_ABSTRACT) {
        d->declared->name_token = p->at++;
        d->declared->end = p->at;
    } else if (d->mode == DECLARATOR_NAMED) {
        parse_unexpected(p, "a name");
    }
    parse_suffixes(p, d);
    if (is_pointer) {
        derive_pointer(d, is_const, is_volatile);
    }
}

// The declarator of a pointer to async functions, or of a type of them.
static void mark_async(struct parser *p, const struct base_type *base,
                       const struct declared *declared) {
    if (declared->async_open != NO_TOKEN) {
        scan_mark_parameters(&p->view, declared->async_open);
    } else if (declared->name_token != NO_TOKEN) {
        parse_complain(p, base->async_token, RULE_ASYNC_NOT_FUNCTION,
                       "`async` belongs before a function, and `%s` is none",
                       token_text(p->c, declared->name_token));
    } else {
        parse_complain(p, base->async_token, RULE_ASYNC_NOT_FUNCTION,
                       "`async` belongs before a function");
    }
}

struct declared parse_declarator(struct parser *p, const struct base_type *base,
                                 enum declarator_mode mode) {
    uint32_t mark = p->stack_count;
    struct declared declared = {
        .name_token = NO_TOKEN, .cleanup_token = base->cleanup_token, .async_open = NO_TOKEN};
    struct derivation d = {.declared = &declared, .base = base, .mode = mode};
    declared.node = parse_node(p, NODE_DECLARATOR);
    parse_declarator_part(p, &d);
    derive_base(&d);
    if (base->is_async && !p->panics) {
        mark_async(p, base, &declared);
    }
    declared.node->name_token = declared.name_token;
    parse_finish(p, declared.node, mark);
    return declared;
}
