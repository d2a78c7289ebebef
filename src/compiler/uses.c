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
    USE_NUMBER, // nothing of an address survives: `x * 2`, `!x`
    USE_TARGET, // it is assigned to
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

// An lvalue that is another one in a cover: `_Generic(x, int: x)`, `__real__ x`. Liveness does not
// see through them.
static bool is_cover(const struct visitor *v, const struct node *node) {
    return node->kind == NODE_GENERIC ||
           (node->kind == NODE_BUILTIN &&
            token_is_spelled(v->c, node->first, "__builtin_choose_expr")) ||
           (node->kind == NODE_UNARY &&
            (node->op == TOKEN_EXTENSION || node->op == TOKEN_REAL || node->op == TOKEN_IMAG));
}

// A scalar of which we do not see that it is a pointer may be a vector, whose elements and members
// are parts of it.
static bool may_be_vector(const struct visitor *v, const struct symbol *symbol) {
    const struct node *declarator = symbol->declarator;
    for (uint32_t i = declarator ? declarator->first : 0; declarator && i < declarator->end; i++) {
        int kind = token_at(v->c, i)->kind;
        if (kind == '*' || kind == '[') {
            return false;
        }
    }
    return true;
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
        visit(v, base, base == node ? use : is_cover(v, base) ? USE_ADDRESS : USE_VALUE);
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
        bool is_part = indexes > 0 || has_member;
        escapes = is_part ? (use == USE_ADDRESS || use == USE_TARGET) && may_be_vector(v, symbol)
                          : use == USE_ADDRESS;
    } else if (use == USE_ADDRESS) {
        escapes = true;
    } else if (use == USE_NUMBER || use == USE_TARGET) {
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

// clang's & for macros
static bool is_address_of(const struct visitor *v, const struct node *call) {
    const struct node *callee = call->children[0];
    return callee->kind == NODE_IDENTIFIER &&
           token_is_spelled(v->c, callee->first, "__builtin_addressof");
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
        return USE_NUMBER;
    case TOKEN_INCREMENT:
    case TOKEN_DECREMENT:
        return USE_TARGET;
    default:
        return USE_VALUE;
    }
}

static void visit_covered(const struct visitor *v, struct node *cover) {
    for (uint32_t i = 0; i < cover->child_count; i++) {
        struct node *child = cover->children[i];
        if (cover->kind == NODE_GENERIC && i > 0) { // an association: what it is for, a value
            visit_children(v, child, child->child_count - 1, USE_ADDRESS);
        } else if (child != NULL) {
            visit(v, child, USE_ADDRESS);
        }
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
    if (is_cover(v, node) && (use == USE_ADDRESS || use == USE_TARGET)) {
        visit_covered(v, node);
        return;
    }
    switch (node->kind) {
    case NODE_UNARY:
        visit_children(v, node, 0, unary_use(node->op));
        break;
    case NODE_POSTFIX:
        visit_children(v, node, 0, USE_TARGET);
        break;
    case NODE_BINARY:
        visit_children(v, node, 0, node->op == '+' || node->op == '-' ? USE_VALUE : USE_NUMBER);
        break;
    case NODE_LOGICAL:
        visit_children(v, node, 0, USE_NUMBER);
        break;
    case NODE_ASSIGN:
        visit(v, node->children[0], USE_TARGET);
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
                visit(v, node->children[i],
                      i > 0 && is_address_of(v, node) ? USE_ADDRESS : USE_VALUE);
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
