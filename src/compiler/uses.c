// Which variables may be reached through a pointer. Those live for their whole scope, whatever
// liveness says.
//
// An address comes from `&`, and from an array that decays: a bare array, an array member (of which
// we have no types, so any member whose value is used may be one), an array element that is an
// array itself.
//
// Of a scope it says that others may get at it, so that tarry_next may be called: its children are
// kept then until they are asked for.
#include "compiler/parse.h"

enum use {
    USE_VALUE,  // its value goes somewhere, and if that is an address, the address
    USE_NUMBER, // nothing of an address survives: `x * 2`, `!x`, the left side of an assignment
    USE_ADDRESS,
};

struct visitor {
    const struct compilation *c;
};

static void visit(const struct visitor *v, struct node *node, enum use use);

static void visit_children(const struct visitor *v, struct node *node, uint32_t first,
                           enum use use) {
    for (uint32_t i = first; i < node->child_count; i++) {
        if (node->children[i] != NULL) {
            visit(v, node->children[i], use);
        }
    }
}

static bool may_be_array(const struct symbol *symbol) {
    return symbol->shape != SHAPE_SCALAR && symbol->shape != SHAPE_AGGREGATE;
}

// An lvalue made of a variable, `.member` and `[index]`: marks the variable if its address gets
// out, and visits the expressions inside.
static void visit_lvalue(const struct visitor *v, struct node *node, enum use use) {
    uint32_t indexes = 0;
    bool has_member = false;
    struct node *base = node;
    for (;;) {
        if (base->kind == NODE_INDEX) {
            visit(v, base->children[1], USE_VALUE);
            indexes++;
        } else if (base->kind == NODE_MEMBER && base->op == '.') {
            has_member = true;
        } else if (base->kind != NODE_PAREN) {
            break;
        }
        base = base->children[0];
    }
    if (base->kind != NODE_IDENTIFIER) {
        // Through a pointer, or an rvalue. Only `a[i]` with a variable on the right side is left to
        // look at.
        visit(v, base, base == node ? use : USE_VALUE);
        return;
    }
    struct symbol *symbol = base->symbol;
    if (symbol != NULL && symbol->kind == SYMBOL_SCOPE) { // its error is only looked at
        symbol->address_taken |= use == USE_ADDRESS && !has_member;
    }
    if (symbol == NULL || symbol->kind != SYMBOL_OBJECT) {
        return;
    }
    bool escapes;
    if (symbol->shape == SHAPE_SCALAR) { // `&p[i]` is not the address of p
        escapes = use == USE_ADDRESS && indexes == 0;
    } else if (use == USE_ADDRESS) {
        escapes = true;
    } else if (use == USE_NUMBER) {
        escapes = false;
    } else if (has_member) {
        escapes = true;
    } else {
        escapes = may_be_array(symbol) && (symbol->dimensions == 0 || indexes < symbol->dimensions);
    }
    symbol->address_taken |= escapes;
}

// Calls that use a scope, and do not keep or hand on its address.
static bool leaves_scope_alone(const struct visitor *v, const struct node *call) {
    static const char *const names[] = {"tarry_cancel", "tarry_scope_error",
                                        "tarry_scope_take_error"};
    const struct node *callee = call->children[0];
    if (callee->kind != NODE_IDENTIFIER || callee->symbol != NULL) {
        return false;
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (token_is_spelled(v->c, callee->first, names[i])) {
            return true;
        }
    }
    return false;
}

// &s, where s is a scope.
static bool is_scope_address(const struct node *node) {
    while (node->kind == NODE_PAREN || (node->kind == NODE_UNARY && node->op == '&')) {
        node = node->children[0];
    }
    return node->kind == NODE_IDENTIFIER && node->symbol != NULL &&
           node->symbol->kind == SYMBOL_SCOPE;
}

static bool is_lvalue_shape(const struct node *node) {
    return node->kind == NODE_IDENTIFIER || node->kind == NODE_INDEX || node->kind == NODE_PAREN ||
           (node->kind == NODE_MEMBER && node->op == '.');
}

static enum use unary_use(int op) {
    switch (op) {
    case '&':
        return USE_ADDRESS;
    case '!':
    case '~':
    case '-':
    case TOKEN_INCREMENT:
    case TOKEN_DECREMENT:
        return USE_NUMBER;
    default:
        return USE_VALUE;
    }
}

static void visit(const struct visitor *v, struct node *node, enum use use) {
    if (is_lvalue_shape(node)) {
        struct node *inner = node;
        while (inner->kind == NODE_PAREN) {
            inner = inner->children[0];
        }
        if (is_lvalue_shape(inner)) {
            visit_lvalue(v, inner, use);
        } else {
            visit(v, inner, use);
        }
        return;
    }
    switch (node->kind) {
    case NODE_UNARY:
        visit_children(v, node, 0, unary_use(node->op));
        break;
    case NODE_POSTFIX:
        visit_children(v, node, 0, USE_NUMBER);
        break;
    case NODE_BINARY:
        visit_children(v, node, 0, node->op == '+' || node->op == '-' ? USE_VALUE : USE_NUMBER);
        break;
    case NODE_LOGICAL:
        visit_children(v, node, 0, USE_NUMBER);
        break;
    case NODE_ASSIGN:
        visit(v, node->children[0], USE_NUMBER);
        visit_children(v, node, 1, USE_VALUE);
        break;
    case NODE_SPAWN: // the child writes its result through a pointer
        visit(v, node->children[0], USE_VALUE);
        for (uint32_t i = 1; i + 1 < node->child_count; i++) {
            visit(v, node->children[i], USE_ADDRESS);
        }
        visit(v, node->children[node->child_count - 1], USE_VALUE);
        break;
    case NODE_CALL:
        for (uint32_t i = 0; i < node->child_count; i++) {
            if (!(is_scope_address(node->children[i]) && leaves_scope_alone(v, node))) {
                visit(v, node->children[i], USE_VALUE);
            }
        }
        break;
    case NODE_ASM: // an operand may be memory
        visit_children(v, node, 0, USE_ADDRESS);
        break;
    case NODE_CONDITIONAL:
        visit(v, node->children[0], node->child_count == 3 ? USE_NUMBER : USE_VALUE);
        visit_children(v, node, 1, USE_VALUE);
        break;
    default:
        visit_children(v, node, 0, USE_VALUE);
    }
}

void mark_addresses(const struct compilation *c, struct node *function) {
    visit(&(struct visitor){.c = c}, function, USE_VALUE);
}
