// The value of an await is no lvalue. In the generated code it is: a member of a future, or a
// variable that is made up to hold it, and so is the value of each operator that is taken apart
// because there is an await in it. The C compiler would let assignments to them pass, and pointers
// to them.
#include "compiler/check.h"
#include "compiler/rules.h"

// What an assignment to this, or its address, would be that of: NULL if that is no value that holds
// an await.
static const struct node *awaited_base(const struct node *node) {
    switch (node->kind) {
    case NODE_AWAIT:
        return node;
    case NODE_PAREN:
        return awaited_base(node->children[0]);
    case NODE_MEMBER:
        return node->op == '.' ? awaited_base(node->children[0]) : NULL;
    case NODE_UNARY:
        return node->op == TOKEN_EXTENSION ? awaited_base(node->children[0]) : NULL;
    case NODE_STATEMENT_EXPR:
    case NODE_CONDITIONAL:
    case NODE_LOGICAL:
    case NODE_COMMA:
        return node->has_await ? node : NULL;
    case NODE_GENERIC:
        for (uint32_t i = 1; i < node->child_count; i++) {
            const struct node *branch = node->children[i];
            const struct node *base = awaited_base(branch->children[branch->child_count - 1]);
            if (base != NULL) {
                return base;
            }
        }
        return NULL;
    default:
        return NULL;
    }
}

static void check_operand(struct compilation *c, const struct node *operand, const char *what) {
    const struct node *base = awaited_base(operand);
    if (base != NULL) {
        error_at(c, base->first, RULE_LVALUE, "%s %s", what,
                 base->kind == NODE_AWAIT ? "the value of an await" : "a value that is awaited");
        hint(c, "put the value into a variable first");
    }
}

void check_lvalues(struct compilation *c, const struct node *node) {
    if (!node->has_await) {
        return;
    }
    switch (node->kind) {
    case NODE_ASSIGN:
        check_operand(c, node->children[0], "assignment to");
        break;
    case NODE_POSTFIX:
        check_operand(c, node->children[0], "change of");
        break;
    case NODE_UNARY:
        if (node->op == TOKEN_INCREMENT || node->op == TOKEN_DECREMENT) {
            check_operand(c, node->children[0], "change of");
        } else if (node->op == '&') {
            check_operand(c, node->children[0], "address of");
        }
        break;
    case NODE_SPAWN:
        if (node->child_count == 3) {
            check_operand(c, node->children[1], "address of");
        }
        break;
    default:
        break;
    }
    for (uint32_t i = 0; i < node->child_count; i++) {
        if (node->children[i] != NULL) {
            check_lvalues(c, node->children[i]);
        }
    }
}
