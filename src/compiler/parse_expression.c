// Expressions, all of GNU C's.
#include "compiler/parse.h"

#include <string.h>

static struct node *unary(struct parser *p, enum node_kind kind,
                          struct node *(*operand)(struct parser *)) {
    uint32_t mark = p->stack_count;
    struct node *node = parse_node(p, kind);
    node->op = parse_kind(p);
    p->at++;
    parse_push(p, operand(p));
    return parse_finish(p, node, mark);
}

static struct node *leaf(struct parser *p, enum node_kind kind) {
    struct node *node = parse_node(p, kind);
    p->at++;
    return parse_finish(p, node, p->stack_count);
}

// ---- primary expressions ----

static struct node *parse_identifier(struct parser *p) {
    struct symbol *symbol = scope_find(p, p->at);
    if (symbol != NULL && symbol->kind == SYMBOL_TYPEDEF) {
        parse_unexpected(p, "an expression");
        return parse_node(p, NODE_IDENTIFIER);
    }
    struct node *node = leaf(p, NODE_IDENTIFIER);
    node->symbol = symbol;
    node->name_token = node->first;
    if (symbol != NULL) {
        symbol->uses++;
    }
    return node;
}

static struct node *parse_string(struct parser *p) {
    struct node *node = parse_node(p, NODE_STRING);
    while (parse_accept(p, TOKEN_STRING)) {
    }
    return parse_finish(p, node, p->stack_count);
}

// ( expression )  or  ({ ... })
static struct node *parse_paren(struct parser *p) {
    uint32_t mark = p->stack_count;
    bool is_statement = parse_kind_at(p, 1) == '{';
    struct node *node = parse_node(p, is_statement ? NODE_STATEMENT_EXPR : NODE_PAREN);
    p->at++;
    parse_push(p, is_statement ? parse_compound(p) : parse_expression(p));
    parse_expect(p, ')', "after the expression");
    return parse_finish(p, node, mark);
}

// generic-case := (type-name | default) : assignment
static struct node *parse_generic_case(struct parser *p) {
    uint32_t mark = p->stack_count;
    struct node *node = parse_node(p, NODE_GENERIC_CASE);
    if (!parse_accept(p, TOKEN_DEFAULT)) {
        parse_push(p, parse_type_name(p));
    }
    parse_expect(p, ':', "after the type in _Generic");
    parse_push(p, parse_assignment(p));
    return parse_finish(p, node, mark);
}

// _Generic ( assignment {, generic-case} )
static struct node *parse_generic(struct parser *p) {
    uint32_t mark = p->stack_count;
    struct node *node = parse_node(p, NODE_GENERIC);
    p->at++;
    parse_expect(p, '(', "after _Generic");
    parse_push(p, parse_assignment(p));
    while (parse_accept(p, ',')) {
        parse_push(p, parse_generic_case(p));
    }
    parse_expect(p, ')', "at the end of _Generic");
    return parse_finish(p, node, mark);
}

// offsetof's member designator := name {. name | -> name | [ expression ]}
static void parse_member_designator(struct parser *p) {
    if (!parse_is_name(p, p->at)) {
        parse_unexpected(p, "the name of a member");
        return;
    }
    for (p->at++;;) {
        if (parse_accept(p, '[')) {
            parse_push(p, parse_expression(p));
            parse_expect(p, ']', "after the index");
        } else if (parse_accept(p, '.') || parse_accept(p, TOKEN_ARROW)) {
            if (!parse_is_name(p, p->at)) {
                parse_unexpected(p, "the name of a member");
                return;
            }
            p->at++;
        } else {
            return;
        }
    }
}

static void parse_builtin_argument(struct parser *p) {
    if (parse_starts_type(p, p->at)) {
        parse_push(p, parse_type_name(p));
    } else {
        parse_push(p, parse_assignment(p));
    }
}

// builtin-call := __builtin_xxx ( (type-name | assignment) {, ...} )
static struct node *parse_builtin(struct parser *p) {
    uint32_t mark = p->stack_count, first = p->at;
    struct node *node = parse_node(p, NODE_BUILTIN);
    bool is_offsetof = token_is_spelled(p->c, first, "__builtin_offsetof");
    bool is_attribute = token_is_spelled(p->c, first, "__builtin_has_attribute");
    node->name_token = p->at++;
    parse_expect(p, '(', "after a builtin");
    parse_builtin_argument(p);
    if (is_attribute) { // an attribute is no expression
        parse_expect(p, ',', "before the attribute");
        uint32_t depth = 0;
        for (; parse_kind(p) != TOKEN_END && (depth > 0 || parse_kind(p) != ')'); p->at++) {
            depth += parse_kind(p) == '(';
            depth -= parse_kind(p) == ')';
        }
    }
    while (parse_accept(p, ',')) {
        if (is_offsetof) {
            parse_member_designator(p);
        } else {
            parse_builtin_argument(p);
        }
    }
    parse_expect(p, ')', "after the arguments of a builtin");
    if (is_offsetof || is_attribute) {
        parse_refuse_await(p, first, p->at, token_text(p->c, first));
    } else if (token_is_spelled(p->c, first, "__builtin_choose_expr")) {
        parse_refuse_evaluated_await(p, first, p->at, token_text(p->c, first));
    }
    return parse_finish(p, node, mark);
}

// NULL: it is none.
static const char *statement_word(int kind) {
    switch (kind) {
    case TOKEN_CONCURRENT:
        return "concurrent";
    case TOKEN_PARALLEL:
        return "parallel";
    case TOKEN_SPAWN:
        return "spawn";
    case TOKEN_WITHIN:
        return "within";
    case TOKEN_RACE:
        return "race";
    case TOKEN_DEFER:
        return "defer";
    default:
        return NULL;
    }
}

// Does a declaration at file scope seem to give the word at p->at its own meaning?
static bool is_declared_word(const struct parser *p) {
    for (uint32_t i = 1; i < p->at; i++) {
        int before = p->tokens[i - 1].kind;
        if (p->tokens[i].kind == p->tokens[p->at].kind &&
            (before == '*' || before == TOKEN_IDENTIFIER || before == TOKEN_BUILTIN_TYPE)) {
            return true;
        }
    }
    return false;
}

// A word of Tarry's where its name would be a variable's, which there is none of.
static void refuse_word(struct parser *p) {
    int kind = parse_kind(p), next = parse_kind_at(p, 1);
    if (kind < TOKEN_ASYNC || scope_find(p, p->at) != NULL) {
        return;
    }
    if (statement_word(kind) != NULL && next == '(' && !is_declared_word(p)) {
        parse_fail(p, p->at, kind == TOKEN_SPAWN ? RULE_SPAWN_CALL : NULL,
                   "%s is a statement, and has no value", statement_word(kind));
        if (kind == TOKEN_SPAWN) {
            hint(p->c, "write `spawn (s) result = f(...);`: the result is there when the child has "
                       "ended");
        }
    } else if (kind == TOKEN_ASYNC && next == '(' && !is_declared_word(p)) {
        parse_fail(p, p->at, RULE_ASYNC_NOT_FUNCTION, "`async` belongs before a function");
    } else if (kind == TOKEN_AWAIT && next >= TOKEN_FIRST_KEYWORD && next < TOKEN_BUILTIN_CALL) {
        parse_fail(p, p->at, RULE_AWAIT_OPERAND, "await needs the call of an async function");
    }
}

static struct node *parse_primary(struct parser *p) {
    switch (parse_kind(p)) {
    case TOKEN_NUMBER:
    case TOKEN_CHARACTER:
        return leaf(p, NODE_CONSTANT);
    case TOKEN_STRING:
        return parse_string(p);
    case TOKEN_FUNCTION_NAME:
        return leaf(p, NODE_FUNCTION_NAME);
    case TOKEN_GENERIC:
        return parse_generic(p);
    case TOKEN_BUILTIN_CALL:
        return parse_builtin(p);
    case '(':
        return parse_paren(p);
    case '^':
        parse_fail(p, p->at, RULE_NESTED_FUNCTION, "blocks are not supported in async functions");
        return parse_node(p, NODE_IDENTIFIER);
    default:
        refuse_word(p);
        if (parse_is_name(p, p->at) && !scope_is_typedef(p, p->at)) {
            return parse_identifier(p);
        }
        parse_unexpected(p, "an expression");
        return parse_node(p, NODE_IDENTIFIER);
    }
}

// ---- postfix expressions ----

static struct node *parse_index(struct parser *p, struct node *array) {
    uint32_t mark = p->stack_count;
    struct node *node = parse_node_around(p, NODE_INDEX, array);
    parse_push(p, array);
    p->at++;
    parse_push(p, parse_expression(p));
    parse_expect(p, ']', "after the index");
    return parse_finish(p, node, mark);
}

static struct node *parse_call(struct parser *p, struct node *callee) {
    uint32_t mark = p->stack_count;
    struct node *node = parse_node_around(p, NODE_CALL, callee);
    parse_push(p, callee);
    p->at++;
    if (parse_kind(p) != ')') {
        do {
            parse_push(p, parse_assignment(p));
        } while (parse_accept(p, ','));
    }
    parse_expect(p, ')', "after the arguments");
    return parse_finish(p, node, mark);
}

static struct node *parse_member_access(struct parser *p, struct node *object) {
    uint32_t mark = p->stack_count;
    struct node *node = parse_node_around(p, NODE_MEMBER, object);
    parse_push(p, object);
    node->op = parse_kind(p);
    p->at++;
    if (!parse_is_name(p, p->at)) {
        parse_unexpected(p, "the name of a member");
        return node;
    }
    node->name_token = p->at++;
    return parse_finish(p, node, mark);
}

static struct node *parse_increment(struct parser *p, struct node *operand) {
    uint32_t mark = p->stack_count;
    struct node *node = parse_node_around(p, NODE_POSTFIX, operand);
    parse_push(p, operand);
    node->op = parse_kind(p);
    p->at++;
    return parse_finish(p, node, mark);
}

// postfix := primary {[ expression ] | ( arguments ) | . name | -> name | ++ | --}
static struct node *parse_suffixes(struct parser *p, struct node *node) {
    for (;;) {
        switch (parse_kind(p)) {
        case '[':
            node = parse_index(p, node);
            break;
        case '(':
            node = parse_call(p, node);
            break;
        case '.':
        case TOKEN_ARROW:
            node = parse_member_access(p, node);
            break;
        case TOKEN_INCREMENT:
        case TOKEN_DECREMENT:
            node = parse_increment(p, node);
            break;
        default:
            return node;
        }
    }
}

// ---- unary expressions and casts ----

static bool is_type_paren(const struct parser *p) {
    return parse_kind(p) == '(' && parse_starts_type(p, p->at + 1);
}

// The part of a cast, a compound literal or sizeof that is the same: ( type-name )
static struct node *parse_type_paren(struct parser *p) {
    parse_expect(p, '(', "before the type");
    struct node *name = parse_type_name(p);
    parse_expect(p, ')', "after the type");
    return name;
}

// ( type-name ) { ... }  with what may follow it; `first` is its '('
static struct node *parse_compound_literal(struct parser *p, uint32_t first,
                                           struct node *type_name) {
    uint32_t mark = p->stack_count;
    struct node *node = parse_node(p, NODE_COMPOUND_LITERAL);
    node->first = first;
    parse_push(p, type_name);
    parse_push(p, parse_initializer_list(p));
    return parse_suffixes(p, parse_finish(p, node, mark));
}

static struct node *parse_unary(struct parser *p);

// sizeof unary | sizeof ( type-name )
static struct node *parse_sizeof(struct parser *p) {
    uint32_t mark = p->stack_count;
    struct node *node = parse_node(p, NODE_SIZEOF_EXPR);
    node->op = parse_meaning(p, p->at);
    p->at++;
    if (!is_type_paren(p)) {
        if (parse_enter(p)) {
            parse_push(p, parse_unary(p));
        }
        parse_leave(p);
        return parse_finish(p, node, mark);
    }
    uint32_t first = p->at;
    struct node *name = parse_type_paren(p);
    if (parse_kind(p) == '{') {
        parse_push(p, parse_compound_literal(p, first, name));
    } else {
        node->kind = NODE_SIZEOF_TYPE;
        parse_push(p, name);
    }
    return parse_finish(p, node, mark);
}

// && name
static struct node *parse_label_address(struct parser *p) {
    struct node *node = parse_node(p, NODE_LABEL_ADDRESS);
    p->at++;
    if (!parse_is_name(p, p->at)) {
        parse_unexpected(p, "a label");
        return node;
    }
    node->symbol = scope_label(p, p->at);
    node->symbol->address_taken = true;
    node->symbol->uses++;
    node->name_token = p->at++;
    return parse_finish(p, node, p->stack_count);
}

// An identifier that happens to be spelled _Await has something other than an operand behind it.
bool parse_is_await(const struct parser *p, uint32_t at) {
    if (p->tokens[at].kind != TOKEN_AWAIT || scope_find(p, at) != NULL) {
        return false;
    }
    int next = p->tokens[at + 1].kind;
    switch (next) {
    case '(':
    case '*':
    case '&':
    case '!':
    case '~':
    case TOKEN_NUMBER:
    case TOKEN_STRING:
    case TOKEN_CHARACTER:
    case TOKEN_SIZEOF:
    case TOKEN_EXTENSION:
    case TOKEN_GENERIC:
    case TOKEN_BUILTIN_CALL:
        return at == 0 || (p->tokens[at - 1].kind != '.' && p->tokens[at - 1].kind != TOKEN_ARROW);
    default:
        return parse_is_name(p, at + 1);
    }
}

// blocking ( assignment )
static struct node *parse_blocking(struct parser *p) {
    uint32_t mark = p->stack_count;
    struct node *node = parse_node(p, NODE_BLOCKING);
    p->at++;
    parse_expect(p, '(', "after blocking");
    parse_push(p, parse_assignment(p));
    parse_expect(p, ')', "after the blocking call");
    return parse_finish(p, node, mark);
}

// await spawn ( ... : neither word is declared to be something else
bool parse_is_awaited_spawn(const struct parser *p) {
    return parse_kind(p) == TOKEN_AWAIT && parse_kind_at(p, 1) == TOKEN_SPAWN &&
           parse_kind_at(p, 2) == '(' && scope_find(p, p->at) == NULL &&
           scope_find(p, p->at + 1) == NULL;
}

static struct node *parse_await_operand(struct parser *p) {
    if (parse_kind(p) == TOKEN_BLOCKING && parse_kind_at(p, 1) == '(' &&
        scope_find(p, p->at) == NULL) {
        return parse_blocking(p);
    }
    return parse_cast(p);
}

// unary := postfix | ++ unary | -- unary | (& * + - ! ~ __extension__ __real__ __imag__) cast
//        | sizeof ... | && name | await cast
static struct node *parse_unary(struct parser *p) {
    switch (parse_meaning(p, p->at)) {
    case TOKEN_INCREMENT:
    case TOKEN_DECREMENT:
        return unary(p, NODE_UNARY, parse_cast); // of which a unary is all that makes sense
    case '&':
    case '*':
    case '+':
    case '-':
    case '!':
    case '~':
    case TOKEN_EXTENSION:
    case TOKEN_REAL:
    case TOKEN_IMAG:
        return unary(p, NODE_UNARY, parse_cast);
    case TOKEN_SIZEOF:
    case TOKEN_ALIGNOF:
        return parse_sizeof(p);
    case TOKEN_AND_AND:
        return parse_label_address(p);
    case TOKEN_AWAIT:
        if (parse_is_awaited_spawn(p)) {
            parse_fail(p, p->at, RULE_SPAWN_CALL, "await spawn is a statement, and has no value");
            hint(p->c, "write `await spawn (s) result = f(...);`");
        }
        if (parse_is_await(p, p->at)) {
            return unary(p, NODE_AWAIT, parse_await_operand);
        }
        break;
    }
    return parse_suffixes(p, parse_primary(p));
}

// cast := ( type-name ) cast | ( type-name ) { ... } | unary
static struct node *parse_cast_inner(struct parser *p) {
    if (!is_type_paren(p)) {
        return parse_unary(p);
    }
    uint32_t mark = p->stack_count;
    struct node *node = parse_node(p, NODE_CAST);
    struct node *name = parse_type_paren(p);
    if (parse_kind(p) == '{') {
        return parse_compound_literal(p, node->first, name);
    }
    parse_push(p, name);
    parse_push(p, parse_cast(p));
    return parse_finish(p, node, mark);
}

struct node *parse_cast(struct parser *p) {
    struct node *node = parse_enter(p) ? parse_cast_inner(p) : parse_node(p, NODE_IDENTIFIER);
    parse_leave(p);
    return node;
}

// ---- binary expressions ----

static int precedence(int kind) {
    switch (kind) {
    case '*':
    case '/':
    case '%':
        return 10;
    case '+':
    case '-':
        return 9;
    case TOKEN_SHIFT_LEFT:
    case TOKEN_SHIFT_RIGHT:
        return 8;
    case '<':
    case '>':
    case TOKEN_LESS_EQUAL:
    case TOKEN_GREATER_EQUAL:
        return 7;
    case TOKEN_EQUAL:
    case TOKEN_NOT_EQUAL:
        return 6;
    case '&':
        return 5;
    case '^':
        return 4;
    case '|':
        return 3;
    case TOKEN_AND_AND:
        return 2;
    case TOKEN_OR_OR:
        return 1;
    default:
        return 0;
    }
}

static struct node *parse_binary_node(struct parser *p, enum node_kind kind, int op,
                                      struct node *left, struct node *right) {
    uint32_t mark = p->stack_count;
    struct node *node = parse_node_around(p, kind, left);
    node->op = op;
    parse_push(p, left);
    parse_push(p, right);
    return parse_finish(p, node, mark);
}

// binary := cast {operator cast}, by precedence; all operators associate to the left
static struct node *parse_binary(struct parser *p, int least) {
    struct node *left = parse_cast(p);
    for (;;) {
        int op = parse_kind(p), level = precedence(op);
        if (level < least || level == 0) {
            return left;
        }
        p->at++;
        struct node *right = parse_binary(p, level + 1);
        enum node_kind kind = op == TOKEN_AND_AND || op == TOKEN_OR_OR ? NODE_LOGICAL : NODE_BINARY;
        left = parse_binary_node(p, kind, op, left, right);
    }
}

// conditional := binary [? [expression] : conditional]
struct node *parse_conditional(struct parser *p) {
    struct node *condition = parse_binary(p, 1);
    if (parse_kind(p) != '?') {
        return condition;
    }
    uint32_t mark = p->stack_count;
    struct node *node = parse_node_around(p, NODE_CONDITIONAL, condition);
    parse_push(p, condition);
    p->at++;
    if (parse_enter(p)) {
        if (parse_kind(p) != ':') {
            parse_push(p, parse_expression(p));
        }
        parse_expect(p, ':', "in the conditional expression");
        parse_push(p, parse_conditional(p));
    }
    parse_leave(p);
    return parse_finish(p, node, mark);
}

static bool is_assignment(int kind) {
    return kind == '=' || (kind >= TOKEN_MULTIPLY_ASSIGN && kind <= TOKEN_OR_ASSIGN);
}

// assignment := conditional | unary operator assignment
struct node *parse_assignment(struct parser *p) {
    struct node *left = parse_conditional(p);
    int op = parse_kind(p);
    if (!is_assignment(op)) {
        return left;
    }
    if (left->kind == NODE_CONDITIONAL || left->kind == NODE_BINARY || left->kind == NODE_LOGICAL) {
        parse_fail(p, p->at, NULL, "what stands before `%s` cannot be assigned to",
                   token_text(p->c, p->at));
        return left;
    }
    p->at++;
    struct node *right = left;
    if (parse_enter(p)) {
        right = parse_assignment(p);
    }
    parse_leave(p);
    return parse_binary_node(p, NODE_ASSIGN, op, left, right);
}

// expression := assignment {, assignment}
struct node *parse_expression(struct parser *p) {
    struct node *left = parse_assignment(p);
    while (parse_accept(p, ',')) {
        struct node *right = parse_assignment(p);
        left = parse_binary_node(p, NODE_COMMA, ',', left, right);
    }
    return left;
}

// ---- constants ----

// A builtin applied to constants is folded by both compilers.
static bool is_builtin_name(const struct parser *p, const struct node *node) {
    return node->kind == NODE_IDENTIFIER && node->symbol == NULL &&
           strncmp(token_text(p->c, node->first), "__builtin_", 10) == 0;
}

static bool are_constant(const struct node *node, uint32_t first, const struct parser *p) {
    for (uint32_t i = first; i < node->child_count; i++) {
        if (node->children[i]->kind != NODE_TYPE_NAME && !parse_is_constant(node->children[i], p)) {
            return false;
        }
    }
    return true;
}

// &((struct s *)0)->member, the offsetof of old
static bool is_constant_address(const struct node *node, const struct parser *p) {
    switch (node->kind) {
    case NODE_PAREN:
        return is_constant_address(node->children[0], p);
    case NODE_MEMBER:
        return node->op == TOKEN_ARROW ? parse_is_constant(node->children[0], p)
                                       : is_constant_address(node->children[0], p);
    case NODE_INDEX:
        return is_constant_address(node->children[0], p) && parse_is_constant(node->children[1], p);
    default:
        return false;
    }
}

// parse_is_constant tells whether an expression looks like an integer constant: no identifiers but
// enumerators.
bool parse_is_constant(const struct node *node, const struct parser *p) {
    if (p->panics) {
        return true;
    }
    switch (node->kind) {
    case NODE_CONSTANT:
    case NODE_SIZEOF_EXPR:
    case NODE_SIZEOF_TYPE:
        return true;
    case NODE_IDENTIFIER: {
        if (node->symbol != NULL) {
            return node->symbol->kind == SYMBOL_ENUMERATOR;
        }
        const struct name_facts *facts = name_of(p->tokens[node->first].name)->facts;
        return facts != NULL && facts->is_enumerator;
    }
    case NODE_UNARY:
        return node->op == '&' ? is_constant_address(node->children[0], p)
                               : node->op != '*' && are_constant(node, 0, p);
    case NODE_PAREN:
    case NODE_CAST:
    case NODE_BINARY:
    case NODE_LOGICAL:
    case NODE_CONDITIONAL:
    case NODE_GENERIC_CASE:
        return are_constant(node, 0, p);
    case NODE_GENERIC:
        return are_constant(node, 1, p);
    case NODE_BUILTIN:
        return !token_is_spelled(p->c, node->first, "__builtin_choose_expr") ||
               are_constant(node, 0, p);
    case NODE_CALL:
        return is_builtin_name(p, node->children[0]) && are_constant(node, 1, p);
    default:
        return false;
    }
}
