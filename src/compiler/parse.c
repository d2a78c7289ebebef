// Items to trees: the parser's entry, and what all its parts use.
#include "compiler/parse.h"

#include <string.h>

// ---- tokens ----

int parse_kind_at(const struct parser *p, uint32_t ahead) {
    uint32_t at = p->at + ahead;
    return at < p->c->tokens.count ? p->tokens[at].kind : TOKEN_END;
}

int parse_meaning(const struct parser *p, uint32_t at) {
    const struct token *token = &p->tokens[at];
    if (token->kind == TOKEN_IDENTIFIER) {
        const struct name *name = name_of(token->name);
        if (name->new_keyword != 0 && scope_find(p, at) == NULL && !scope_is_typedef(p, at)) {
            return name->new_keyword;
        }
    }
    return token->kind;
}

bool parse_is_name(const struct parser *p, uint32_t at) {
    int kind = p->tokens[at].kind;
    return kind == TOKEN_IDENTIFIER || kind >= TOKEN_ASYNC;
}

bool parse_accept(struct parser *p, int kind) {
    if (parse_kind(p) != kind) {
        return false;
    }
    p->at++;
    return true;
}

static const char *describe(struct parser *p, uint32_t token) {
    const struct token *at = &p->tokens[token];
    if (at->kind == TOKEN_END) {
        return "the end of the file";
    }
    if (at->kind == TOKEN_PRAGMA) {
        return "a #pragma";
    }
    if (at->kind == TOKEN_STRING) {
        return "a string";
    }
    const char *text = token_text(p->c, token);
    if (at->kind >= TOKEN_ASYNC) { // as <tarry.h> spells it
        return arena_format(p->c->arena, "`%c%s`", text[1] - 'A' + 'a', text + 2);
    }
    return arena_format(p->c->arena, "`%.40s`", text);
}

static void panic(struct parser *p) {
    p->failed = true;
    if (!p->panics) {
        p->panics = true;
        p->panic_at = p->at;
        p->at = p->c->tokens.count;
    }
}

void parse_fail(struct parser *p, uint32_t token, const char *rule, const char *format, ...) {
    if (!p->panics) {
        va_list arguments;
        va_start(arguments, format);
        error_at_list(p->c, token, rule, format, arguments);
        va_end(arguments);
        panic(p);
    }
}

void parse_complain(struct parser *p, uint32_t token, const char *rule, const char *format, ...) {
    if (!p->panics) {
        va_list arguments;
        va_start(arguments, format);
        error_at_list(p->c, token, rule, format, arguments);
        va_end(arguments);
    }
}

void parse_unexpected(struct parser *p, const char *expected) {
    if (!p->panics) {
        parse_fail(p, p->at, NULL, "expected %s, found %s", expected, describe(p, p->at));
    }
}

void parse_expect(struct parser *p, int kind, const char *where) {
    if (parse_accept(p, kind) || p->panics) {
        return;
    }
    // Something is missing behind the last token rather than wrong with the next one.
    error_after(p->c, p->at - 1, NULL, "expected `%c` %s, found %s", kind, where,
                describe(p, p->at));
    panic(p);
}

// The end of the head of a `for`, if the error is in there and the head is whole. Its semicolons
// end no statement.
static uint32_t end_of_for_head(const struct parser *p, uint32_t first) {
    if (p->tokens[first].kind != TOKEN_FOR || p->tokens[first + 1].kind != '(') {
        return NO_TOKEN;
    }
    uint32_t end = scan_skip_parens(&p->view, first + 1), semicolons = 0;
    for (uint32_t at = first; at < end; at++) {
        semicolons += p->tokens[at].kind == ';';
    }
    bool is_whole = p->tokens[end - 1].kind == ')' && semicolons <= 2;
    return is_whole && p->panic_at < end ? end : NO_TOKEN;
}

// Behind the statement that began at `first` and could not be parsed.
void parse_recover(struct parser *p, uint32_t first) {
    if (!p->panics || errors_stopped(p->c)) {
        return;
    }
    unsigned depth = 0; // of braces at the error, inside the statement
    for (uint32_t at = first; at < p->panic_at; at++) {
        int kind = p->tokens[at].kind;
        depth += kind == '{';
        depth -= kind == '}' && depth > 0;
    }
    p->panics = false;
    p->at = end_of_for_head(p, first);
    if (p->at != NO_TOKEN) {
        return;
    }
    p->at = p->panic_at;
    for (; p->at < p->c->tokens.count; p->at++) {
        int kind = parse_kind(p);
        if (kind == '{') {
            depth++;
        } else if (kind == '}') {
            if (depth == 0) {
                return;
            }
            int next = p->tokens[p->at + 1].kind;
            if (--depth == 0 && next != ';' && next != ',' && next != ')') {
                p->at++;
                return;
            }
        } else if (kind == ';' && depth == 0) {
            p->at++;
            return;
        }
    }
}

bool parse_enter(struct parser *p) {
    if (++p->depth > NESTING_MAX) {
        parse_fail(p, p->at, RULE_NESTING, "nested more than %d levels deep", NESTING_MAX);
        return false;
    }
    return true;
}

void parse_leave(struct parser *p) {
    p->depth--;
}

// ---- nodes ----

struct node *parse_node(struct parser *p, enum node_kind kind) {
    struct node *node = arena_allocate(p->c->arena, sizeof *node);
    node->kind = kind;
    node->first = node->end = p->at;
    node->name_token = NO_TOKEN;
    return node;
}

struct node *parse_node_around(struct parser *p, enum node_kind kind,
                               const struct node *first_child) {
    struct node *node = parse_node(p, kind);
    node->first = first_child->first;
    return node;
}

void parse_push(struct parser *p, struct node *child) {
    if (p->stack_count == p->stack_capacity) {
        uint32_t capacity = p->stack_capacity < 256 ? 256 : p->stack_capacity * 2;
        struct node **bigger = arena_allocate(p->c->arena, capacity * sizeof *bigger);
        for (uint32_t i = 0; i < p->stack_count; i++) {
            bigger[i] = p->stack[i];
        }
        p->stack = bigger;
        p->stack_capacity = capacity;
    }
    p->stack[p->stack_count++] = child;
}

// Does an await in child `index` happen when the node is evaluated?
static bool evaluates(const struct parser *p, const struct node *node, uint32_t index) {
    switch (node->kind) {
    case NODE_SIZEOF_EXPR:
    case NODE_SIZEOF_TYPE:
    case NODE_TYPEOF:
    case NODE_STATIC_ASSERT:
        return false;
    case NODE_BUILTIN:
        return token_is_spelled(p->c, node->first, "__builtin_va_arg") ||
               token_is_spelled(p->c, node->first, "__builtin_convertvector") ||
               token_is_spelled(p->c, node->first, "__builtin_choose_expr");
    case NODE_GENERIC:
        return index > 0;
    default:
        return true;
    }
}

struct node *parse_finish(struct parser *p, struct node *node, uint32_t mark) {
    node->end = p->at;
    node->child_count = p->stack_count - mark;
    node->children = arena_allocate(p->c->arena, node->child_count * sizeof *node->children);
    node->has_await = node_suspends(node);
    for (uint32_t i = 0; i < node->child_count; i++) {
        struct node *child = p->stack[mark + i];
        node->children[i] = child;
        if (child != NULL) {
            node->has_await |= child->has_await && evaluates(p, node, i);
            node->height = child->height >= node->height ? child->height + 1 : node->height;
        }
    }
    p->stack_count = mark;
    if (node->height > TREE_HEIGHT_MAX) {
        parse_fail(p, node->first, RULE_NESTING,
                   "this needs a tree more than %d levels high; split it", TREE_HEIGHT_MAX);
    }
    return node;
}

// ---- async functions ----

static uint32_t count_named(const struct node *parameters) {
    uint32_t count = 0;
    for (uint32_t i = 0; parameters != NULL && i < parameters->child_count; i++) {
        count += parameters->children[i]->symbol != NULL;
    }
    return count;
}

// The head that counts: the definition's, else that of the last prototype with the most names.
static void set_head(struct async_function *function, struct node *declaration,
                     struct node *specifiers, const struct declared *declared, bool is_definition) {
    if (!is_definition && function->declaration != NULL &&
        (function->declaration->kind == NODE_FUNCTION ||
         count_named(declared->parameters) < count_named(function->parameters))) {
        return;
    }
    function->declaration = declaration;
    function->specifiers = specifiers;
    function->declarator = declared->node;
    function->parameters = declared->parameters;
    function->name_token = declared->name_token;
    function->specifiers_first = specifiers->first;
    function->specifiers_end = specifiers->end;
    function->declarator_first = declared->node->first;
    function->declarator_end = declared->end;
    function->parameters_first = declared->parameters->first;
    function->parameters_end = declared->parameters->end;
}

// The members that parameters become are printed without it.
static void check_parameter_storage(struct parser *p, const struct node *specifiers) {
    uint32_t registers = 0;
    for (uint32_t i = specifiers->first; i < specifiers->end; i++) {
        int kind = p->tokens[i].kind;
        registers += kind == TOKEN_REGISTER;
        if (kind == TOKEN_STATIC || kind == TOKEN_EXTERN || kind == TOKEN_AUTO ||
            kind == TOKEN_TYPEDEF || kind == TOKEN_THREAD_LOCAL ||
            (kind == TOKEN_REGISTER && registers > 1)) {
            parse_complain(p, i, NULL, "a parameter cannot be `%s`%s", token_text(p->c, i),
                           registers > 1 ? " twice" : "");
            return;
        }
    }
}

static void check_parameter(struct parser *p, const struct async_function *function,
                            const struct node *parameter) {
    check_parameter_storage(p, parameter->children[0]);
    const struct symbol *symbol = parameter->symbol;
    if (symbol == NULL) {
        return;
    }
    const char *why = symbol->is_va_list             ? "is a va_list, which cannot be kept"
                      : symbol->shape == SHAPE_ARRAY ? "is of an array type by typedef"
                      : symbol->shape == SHAPE_VLA   ? "is variably modified, which cannot be kept"
                      : symbol->shape == SHAPE_FUNCTION ? "is of a function type by typedef"
                                                        : NULL;
    if (why != NULL) {
        parse_complain(p, symbol->token, RULE_PARAMETER_TYPE,
                       "parameter `%s` of async function `%s` %s", symbol->name, function->name,
                       why);
        hint(p->c, "pass a pointer instead");
    }
}

static void check_parameters(struct parser *p, const struct async_function *function,
                             const struct declared *declared) {
    for (uint32_t i = 0; i < declared->parameters->child_count; i++) {
        check_parameter(p, function, declared->parameters->children[i]);
    }
}

// The scope of a definition's parameters stays open for its body.
static void reopen_parameter_scope(struct parser *p, struct node *function,
                                   const struct node *parameters) {
    scope_enter(p, function);
    for (uint32_t i = 0; i < parameters->child_count; i++) {
        if (parameters->children[i]->symbol != NULL) {
            scope_adopt(p, parameters->children[i]->symbol);
        }
    }
}

static void parse_item(struct parser *p, struct item *item) {
    bool is_definition = item->kind == ITEM_DEFINITION;
    uint32_t mark = p->stack_count;
    p->at = item->first;
    p->failed = false;
    p->function = item->functions[0];
    struct node *node = parse_node(p, is_definition ? NODE_FUNCTION : NODE_DECLARATION);
    struct base_type base = parse_specifiers(p);
    base.is_async = false; // of the functions declared, and no pointers
    parse_push(p, base.node);
    for (uint32_t i = 0; i < item->function_count && !p->panics; i++) {
        if (i > 0) {
            parse_expect(p, ',', "between declarators");
        }
        struct node *init = is_definition ? NULL : parse_node(p, NODE_INIT_DECLARATOR);
        uint32_t init_mark = p->stack_count;
        struct declared declared = parse_declarator(p, &base, DECLARATOR_NAMED);
        if (p->panics || declared.parameters == NULL) {
            parse_unexpected(p, "a function declarator");
            break;
        }
        struct async_function *function = item->functions[i];
        check_parameters(p, function, &declared);
        set_head(function, node, base.node, &declared, is_definition);
        parse_push(p, declared.node);
        if (is_definition) {
            reopen_parameter_scope(p, node, declared.parameters);
            parse_push(p, parse_compound(p));
            scope_finish_labels(p);
            scope_leave(p);
        } else {
            init->symbol = function->symbol;
            parse_push(p, parse_finish(p, init, init_mark));
        }
    }
    if (!is_definition) {
        parse_expect(p, ';', "after the declaration");
    }
    item->node = parse_finish(p, node, mark);
    if (!p->panics && p->at != item->end) {
        parse_unexpected(p, "the end of the function");
    }
    for (uint32_t i = 0; i < item->function_count && p->failed; i++) {
        item->functions[i]->is_broken = true;
    }
    if (is_definition && !item->functions[0]->is_broken) {
        mark_addresses(p->c, item->node);
    }
    p->panics = false;
}

bool parse(struct compilation *c) {
    struct parser *p = arena_allocate(c->arena, sizeof *p);
    p->c = c;
    p->tokens = c->tokens.tokens;
    p->view = (struct scanner){.c = c, .tokens = p->tokens, .count = c->tokens.count};
    for (uint32_t i = 0; i < c->unit.item_count && !errors_stopped(c); i++) {
        struct item *item = &c->unit.items[i];
        if (!item->functions[item->function_count - 1]->is_broken) {
            parse_item(p, item);
        }
    }
    return true;
}
