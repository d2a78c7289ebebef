// The order in which an expression is evaluated, as steps and branches.
//
// This is the order lower_expression.c prints: flow_prepare() walks as prepare() does there, and
// flow_rest() over what expression() prints. A node that prepare() replaces by its value is
// `settled`: the rest passes it by.
#include "compiler/flow_build.h"

#include <string.h>

static struct node *through_parens(struct node *node) {
    while (node->kind == NODE_PAREN) {
        node = node->children[0];
    }
    return node;
}

static bool is_unevaluated(const struct node *node) {
    return node->kind == NODE_SIZEOF_EXPR || node->kind == NODE_SIZEOF_TYPE ||
           node->kind == NODE_TYPEOF;
}

static void rest_of_children(struct flow_builder *b, struct node *node, uint32_t first) {
    for (uint32_t i = first; i < node->child_count; i++) {
        if (node->children[i] != NULL) {
            flow_rest(b, node->children[i]);
        }
    }
}

// ---- types and unevaluated operands ----

static bool mentions_vla(const struct node *node) {
    if (node->kind == NODE_IDENTIFIER && node->symbol != NULL) {
        return node->symbol->shape == SHAPE_VLA;
    }
    for (uint32_t i = 0; i < node->child_count; i++) {
        if (node->children[i] != NULL && mentions_vla(node->children[i])) {
            return true;
        }
    }
    return false;
}

void flow_sizes(struct flow_builder *b, struct node *node) {
    for (uint32_t i = 0; i < node->child_count; i++) {
        struct node *child = node->children[i];
        if (child == NULL || child->kind == NODE_PARAMETERS || child->kind == NODE_ATTRIBUTE) {
            continue;
        }
        if (node->kind == NODE_DECLARATOR) {
            flow_rest(b, child);
        } else if (child->kind == NODE_SIZEOF_EXPR || child->kind == NODE_SIZEOF_TYPE) {
            flow_rest(b, child);
        } else {
            flow_sizes(b, child);
        }
    }
}

// sizeof and typeof evaluate nothing but the sizes of variable length arrays.
static void rest_of_unevaluated(struct flow_builder *b, struct node *node) {
    if (node->kind == NODE_SIZEOF_EXPR && mentions_vla(node)) {
        rest_of_children(b, node, 0);
    } else {
        flow_sizes(b, node);
    }
}

// ---- variables ----

// The variable an lvalue is a part of, or all of, if it is one by `.` and indexes of an array.
static struct node *base_of(struct node *lvalue) {
    for (;;) {
        if (lvalue->kind == NODE_PAREN || (lvalue->kind == NODE_MEMBER && lvalue->op == '.') ||
            lvalue->kind == NODE_INDEX) {
            lvalue = lvalue->children[0];
        } else {
            return lvalue->kind == NODE_IDENTIFIER && flow_is_variable(lvalue->symbol) ? lvalue
                                                                                       : NULL;
        }
    }
}

static bool is_array(const struct symbol *symbol) {
    return !symbol->is_parameter &&
           (symbol->shape == SHAPE_ARRAY || symbol->shape == SHAPE_ARRAY_UNKNOWN);
}

// Is `lvalue` a part of its base variable for certain, not something it may point to?
static bool is_part(const struct node *lvalue) {
    uint32_t indexes = 0;
    bool has_member = false;
    for (; lvalue->kind != NODE_IDENTIFIER; lvalue = lvalue->children[0]) {
        indexes += lvalue->kind == NODE_INDEX;
        if (lvalue->kind == NODE_MEMBER) {
            if (indexes > 0) {
                return false; // the member may be a pointer
            }
            has_member = true;
        }
    }
    return indexes == 0 ? !has_member || lvalue->symbol->shape == SHAPE_AGGREGATE
                        : is_array(lvalue->symbol) && indexes <= lvalue->symbol->dimensions;
}

// What has to be evaluated to know where an lvalue is.
static void rest_of_place(struct flow_builder *b, struct node *lvalue) {
    if (lvalue->settled) {
        flow_rest(b, lvalue);
        return;
    }
    switch (lvalue->kind) {
    case NODE_PAREN:
        rest_of_place(b, lvalue->children[0]);
        return;
    case NODE_INDEX:
        rest_of_place(b, lvalue->children[0]);
        flow_rest(b, lvalue->children[1]);
        return;
    case NODE_MEMBER:
        if (lvalue->op == '.') {
            rest_of_place(b, lvalue->children[0]);
            return;
        }
        break;
    case NODE_IDENTIFIER:
        return;
    default:
        break;
    }
    flow_rest(b, lvalue);
}

static void touch_unless_pointer(struct flow_builder *b, struct node *base) {
    if (base != NULL && (base->symbol->shape != SHAPE_SCALAR || base->symbol->address_taken)) {
        flow_put(b, FLOW_TOUCH, base, base->symbol);
    }
}

static void rest_of_assignment(struct flow_builder *b, struct node *node, bool reads) {
    struct node *target = through_parens(node->children[0]);
    struct node *base = base_of(target);
    if (base == NULL || !is_part(target)) {
        flow_rest(b, node->children[0]);
        rest_of_children(b, node, 1);
        touch_unless_pointer(b, base);
    } else {
        rest_of_place(b, target);
        rest_of_children(b, node, 1);
        if (reads) {
            flow_put(b, FLOW_READ, base, base->symbol);
        }
        bool whole = target == base;
        flow_put(b, whole ? FLOW_WRITE : FLOW_TOUCH, whole ? node : base, base->symbol);
    }
    flow_put(b, FLOW_EVALUATE, node, NULL);
}

static void rest_of_address(struct flow_builder *b, struct node *node) {
    struct node *target = through_parens(node->children[0]);
    struct node *base = base_of(target);
    if (base == NULL || !is_part(target)) {
        rest_of_children(b, node, 0);
    } else {
        rest_of_place(b, target);
    }
    touch_unless_pointer(b, base);
}

// ---- branches ----

// 0, 1, or -1 if it is not known.
static int constant_truth(struct flow_builder *b, const struct node *node) {
    if (node->kind == NODE_PAREN) {
        return constant_truth(b, node->children[0]);
    }
    if (node->kind == NODE_UNARY && node->op == '!') {
        int truth = constant_truth(b, node->children[0]);
        return truth < 0 ? truth : !truth;
    }
    if (node->kind == NODE_IDENTIFIER && node->symbol == NULL) { // of C23
        return token_is_spelled(b->c, node->first, "true")    ? 1
               : token_is_spelled(b->c, node->first, "false") ? 0
                                                              : -1;
    }
    if (node->kind != NODE_CONSTANT || token_at(b->c, node->first)->kind != TOKEN_NUMBER) {
        return -1;
    }
    const char *text = token_text(b->c, node->first);
    size_t digits = strspn(text, "0123456789");
    if (text[digits + strspn(text + digits, "uUlL")] != 0) {
        return strcmp(text, "0x0") == 0 ? 0 : -1;
    }
    return strspn(text, "0") < digits;
}

static void branch(struct flow_builder *b, struct node *node, uint32_t yes, uint32_t no) {
    if (!node->settled && node->kind == NODE_PAREN) {
        branch(b, node->children[0], yes, no);
        return;
    }
    if (!node->settled && node->kind == NODE_UNARY && node->op == '!') {
        branch(b, node->children[0], no, yes);
        return;
    }
    if (!node->settled && node->kind == NODE_LOGICAL) {
        uint32_t right = flow_new_block(b);
        bool is_and = node->op == TOKEN_AND_AND;
        branch(b, node->children[0], is_and ? right : yes, is_and ? no : right);
        flow_begin(b, right);
        branch(b, node->children[1], yes, no);
        return;
    }
    int truth = node->settled ? -1 : constant_truth(b, node);
    flow_rest(b, node);
    if (truth >= 0 || yes == no) {
        flow_connect(b, b->current, truth > 0 ? yes : no);
        return;
    }
    b->flow->blocks[b->current].condition = node;
    flow_connect(b, b->current, yes);
    flow_connect(b, b->current, no);
}

void flow_branch(struct flow_builder *b, struct node *condition, uint32_t yes, uint32_t no) {
    flow_prepare(b, condition);
    branch(b, condition, yes, no);
}

// ---- the rest ----

static void rest_of_logical(struct flow_builder *b, struct node *node) {
    uint32_t after = flow_new_block(b);
    branch(b, node, after, after);
    flow_begin(b, after);
}

static void rest_of_conditional(struct flow_builder *b, struct node *node) {
    uint32_t yes = flow_new_block(b), no = flow_new_block(b), after = flow_new_block(b);
    branch(b, node->children[0], yes, no);
    flow_begin(b, yes);
    if (node->child_count > 2) {
        flow_rest(b, node->children[1]);
    }
    flow_connect(b, b->current, after);
    flow_begin(b, no);
    flow_rest(b, node->children[node->child_count - 1]);
    flow_connect(b, b->current, after);
    flow_begin(b, after);
}

// One of the associations is evaluated; which, only the compiler knows.
static void choose_generic(struct flow_builder *b, struct node *node, bool prepares) {
    uint32_t from = b->current, after = flow_new_block(b);
    for (uint32_t i = 1; i < node->child_count; i++) {
        struct node *association = node->children[i];
        struct node *value = association->children[association->child_count - 1];
        uint32_t block = flow_new_block(b);
        flow_connect(b, from, block);
        flow_begin(b, block);
        if (prepares) {
            flow_prepare(b, value);
        }
        flow_rest(b, value);
        flow_connect(b, b->current, after);
    }
    if (node->child_count < 2) {
        flow_connect(b, from, after);
    }
    flow_begin(b, after);
}

static void run_statement_expression(struct flow_builder *b, struct node *node) {
    b->depth++;
    flow_statement(b, node->children[0]);
    b->depth--;
}

void flow_rest(struct flow_builder *b, struct node *node) {
    if (node->settled) {
        node->settled = false; // the graph may be made again
        return;
    }
    switch (node->kind) {
    case NODE_IDENTIFIER:
        if (flow_is_variable(node->symbol)) {
            flow_put(b, FLOW_READ, node, node->symbol);
        }
        break;
    case NODE_SIZEOF_EXPR:
    case NODE_SIZEOF_TYPE:
    case NODE_TYPEOF:
        rest_of_unevaluated(b, node);
        break;
    case NODE_TYPE_NAME:
    case NODE_SPECIFIERS:
        flow_sizes(b, node);
        break;
    case NODE_LOGICAL:
        rest_of_logical(b, node);
        break;
    case NODE_CONDITIONAL:
        rest_of_conditional(b, node);
        break;
    case NODE_GENERIC:
        choose_generic(b, node, false);
        break;
    case NODE_ASSIGN:
        rest_of_assignment(b, node, node->op != '=');
        break;
    case NODE_POSTFIX:
        rest_of_assignment(b, node, true);
        break;
    case NODE_UNARY:
        if (node->op == TOKEN_INCREMENT || node->op == TOKEN_DECREMENT) {
            rest_of_assignment(b, node, true);
        } else if (node->op == '&') {
            rest_of_address(b, node);
        } else {
            rest_of_children(b, node, 0);
        }
        break;
    case NODE_STATEMENT_EXPR:
        run_statement_expression(b, node);
        break;
    case NODE_CALL:
    case NODE_BUILTIN:
        rest_of_children(b, node, 0);
        flow_put(b, FLOW_EVALUATE, node, NULL);
        break;
    case NODE_ATTRIBUTE:
    case NODE_PARAMETERS:
    case NODE_AWAIT: // in an operand that is not evaluated
        break;
    default:
        rest_of_children(b, node, 0);
    }
}

// ---- what comes first ----

static void prepare_children(struct flow_builder *b, struct node *node, uint32_t first) {
    for (uint32_t i = first; i < node->child_count; i++) {
        if (node->children[i] != NULL) {
            flow_prepare(b, node->children[i]);
        }
    }
}

// await call(arguments), await blocking(call(arguments)): the awaits among the arguments, the
// arguments, the wait.
static void prepare_await(struct flow_builder *b, struct node *node) {
    struct node *call = node->children[0];
    while (call->kind == NODE_PAREN && call->child_count > 0) {
        call = call->children[0];
    }
    bool on_pool = call->kind == NODE_BLOCKING && call->child_count > 0;
    if (on_pool) {
        call = call_on_pool(call);
    }
    if (call->kind == NODE_CALL) {
        prepare_children(b, call, 0);
        if (on_pool) { // each argument goes to its place at once
            flow_put(b, FLOW_CHILD, node, NULL);
        }
        rest_of_children(b, call, 0);
    } else { // the operand is a mistake, or a call hidden in something else
        flow_prepare(b, call);
        flow_rest(b, call);
    }
    if (!on_pool || call->kind != NODE_CALL) {
        flow_put(b, FLOW_CHILD, node, NULL);
    }
    flow_put(b, FLOW_SUSPEND, node, NULL);
    node->settled = true;
}

static void prepare_logical(struct flow_builder *b, struct node *node) {
    struct node *left = node->children[0], *right = node->children[1];
    flow_prepare(b, left);
    if (!right->has_await) {
        return;
    }
    uint32_t other = flow_new_block(b), after = flow_new_block(b);
    bool is_and = node->op == TOKEN_AND_AND;
    branch(b, left, is_and ? other : after, is_and ? after : other);
    flow_begin(b, other);
    flow_full(b, right);
    flow_connect(b, b->current, after);
    flow_begin(b, after);
    node->settled = true;
}

static void prepare_conditional(struct flow_builder *b, struct node *node) {
    struct node *no = node->children[node->child_count - 1];
    struct node *yes = node->child_count > 2 ? node->children[1] : NULL;
    flow_prepare(b, node->children[0]);
    if (!no->has_await && (yes == NULL || !yes->has_await)) {
        return;
    }
    uint32_t first = flow_new_block(b), second = flow_new_block(b), after = flow_new_block(b);
    branch(b, node->children[0], first, second);
    flow_begin(b, first);
    if (yes != NULL) {
        flow_full(b, yes);
    }
    flow_connect(b, b->current, after);
    flow_begin(b, second);
    flow_full(b, no);
    flow_connect(b, b->current, after);
    flow_begin(b, after);
    node->settled = true;
}

void flow_prepare(struct flow_builder *b, struct node *node) {
    if (!node->has_await || is_unevaluated(node)) {
        return;
    }
    switch (node->kind) {
    case NODE_AWAIT:
        prepare_await(b, node);
        break;
    case NODE_LOGICAL:
        prepare_logical(b, node);
        break;
    case NODE_CONDITIONAL:
        prepare_conditional(b, node);
        break;
    case NODE_COMMA:
        flow_full(b, node->children[0]);
        node->children[0]->settled = true;
        flow_prepare(b, node->children[1]);
        break;
    case NODE_STATEMENT_EXPR:
        run_statement_expression(b, node);
        node->settled = true;
        break;
    case NODE_GENERIC:
        choose_generic(b, node, true);
        node->settled = true;
        break;
    default:
        prepare_children(b, node, 0);
    }
}

void flow_full(struct flow_builder *b, struct node *node) {
    flow_prepare(b, node);
    flow_rest(b, node);
}
