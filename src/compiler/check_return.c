// What a function returns.
// L55: a pointer to a variable of the function, or to a compound literal, as its result. The compiler behind us warns of
// such a `return` in ordinary functions; it cannot where the variable is a member of the future. That is often still whole
// when the caller looks, until its next await.
// L57: a value where the function has no result, or none where it has one.
#include "compiler/check.h"
#include "compiler/check_loans.h"
#include "compiler/plan.h"
#include "compiler/rules.h"

// `&x[i] - x` is a number: only results declared as pointers are looked at, and structs put together on the spot.
static bool may_point(const struct compilation *c, const struct async_function *function,
                      const struct node *value) {
    for (uint32_t i = function->declarator_first; i < function->name_token; i++) {
        if (token_at(c, i)->kind == '*') {
            return true;
        }
    }
    return check_strip_parens(value)->kind == NODE_COMPOUND_LITERAL;
}

static void check_value(struct compilation *c, const struct node *value) {
    struct loans loans = {.c = c};
    loans.last = &loans.first;
    loans_of_value(&loans, &(struct loan){0}, value);
    for (const struct loan *loan = loans.first; loan != NULL; loan = loan->next) {
        warning_at(c, loan->place->first, RULE_RETURNED,
                   "this returns a pointer to `%s`, which ends with the function",
                   check_text(c, loan->place));
        if (loan->symbol != NULL) {
            note_at(c, loan->symbol->token, "`%s` is declared here", loan->symbol->name);
        }
        hint(c, "let the caller pass a pointer to memory of its own, or allocate it");
    }
}

static void find(struct compilation *c, const struct async_function *function,
                 const struct node *node) {
    if (node->kind == NODE_RETURN && node->child_count > 0 &&
        may_point(c, function, node->children[0])) {
        check_value(c, node->children[0]);
    }
    for (uint32_t i = 0; i < node->child_count; i++) {
        if (node->children[i] != NULL) {
            find(c, function, node->children[i]);
        }
    }
}

// L57. What is behind a `return` where there is no result may be a call of another such function, or a
// cast; what surely has a value is refused.
static bool surely_has_value(const struct node *value) {
    switch (check_strip_parens(value)->kind) {
    case NODE_IDENTIFIER:
    case NODE_CONSTANT:
    case NODE_STRING:
    case NODE_BINARY:
    case NODE_ASSIGN:
        return true;
    default:
        return false;
    }
}

static void find_returns(struct compilation *c, const struct async_function *function,
                         const struct node *node, bool is_void) {
    if (node->kind == NODE_RETURN && node->child_count == 0 && !is_void) {
        error_at(c, node->first, RULE_RETURN,
                 "this return has no value, and async function `%s` has a result", function->name);
    } else if (node->kind == NODE_RETURN && node->child_count > 0 && is_void &&
               surely_has_value(node->children[0])) {
        error_at(c, node->first, RULE_RETURN,
                 "this return has a value, and async function `%s` has no result", function->name);
    }
    for (uint32_t i = 0; i < node->child_count; i++) {
        if (node->children[i] != NULL) {
            find_returns(c, function, node->children[i], is_void);
        }
    }
}

void check_returns(struct compilation *c, const struct async_function *function,
                   const struct node *node) {
    find_returns(c, function, node->children[2], result_is_void(c, function));
}

void check_returned(struct compilation *c, const struct async_function *function,
                    const struct node *node) {
    find(c, function, node->children[2]);
}
