// Scopes and results that nobody has a use for: a scope without children (L48), an await or a child
// whose result must be looked at, and is not (L46), an arm of a race that cannot win (L49).
#include "compiler/check.h"
#include "compiler/rules.h"

#include <string.h>

// ---- L48 ----

// Whether the scope is used for more than reading its members: spawned into, or its address taken.
static bool is_used(const struct node *node, const struct symbol *scope) {
    if (node == NULL || (node->kind == NODE_MEMBER && node->op == '.' &&
                         check_strip_parens(node->children[0])->kind == NODE_IDENTIFIER)) {
        return false;
    }
    if (node->kind == NODE_IDENTIFIER && node->symbol == scope) {
        return true;
    }
    for (uint32_t i = 0; i < node->child_count; i++) {
        if (is_used(node->children[i], scope)) {
            return true;
        }
    }
    return false;
}

// A scope may be there for its options: `.shield = true` keeps cancellation from its block.
static bool has_option(const struct compilation *c, const struct node *scope, const char *name) {
    for (uint32_t i = 0; i + 1 < scope->child_count; i++) {
        const struct node *option = scope->children[i];
        for (uint32_t token = option->first; option != NULL && token < option->end; token++) {
            if (token_is_spelled(c, token, name)) {
                return true;
            }
        }
    }
    return false;
}

static void check_empty_scope(struct compilation *c, const struct node *scope) {
    const struct node *body = scope->children[scope->child_count - 1];
    if (!is_used(body, scope->symbol) && !has_option(c, scope, "shield")) {
        warning_at(c, scope->first, RULE_EMPTY_SCOPE,
                   "nothing is ever spawned into scope `%s`, so it waits for nothing",
                   scope->symbol->name);
        hint(c, "start its children with `spawn (%s) f(...);`: a call with `await` is no child",
             scope->symbol->name);
    }
}

// ---- L46 ----

// The function that a call calls, if its result must be looked at.
static const struct async_function *must_use(const struct node *call) {
    call = check_strip_parens(call);
    const struct node *callee =
        call->kind == NODE_CALL ? check_strip_parens(call->children[0]) : NULL;
    if (callee == NULL || callee->kind != NODE_IDENTIFIER || callee->symbol == NULL ||
        callee->symbol->async == NULL) {
        return NULL;
    }
    return callee->symbol->async->must_use ? callee->symbol->async : NULL;
}

// An expression whose value nobody uses.
static void check_discarded(struct compilation *c, const struct node *node) {
    node = check_strip_parens(node);
    if (node->kind == NODE_COMMA) {
        check_discarded(c, node->children[1]);
    } else if (node->kind == NODE_CONDITIONAL) {
        check_discarded(c, node->children[node->child_count - 1]);
        check_discarded(c, node->children[node->child_count - 2]);
    } else if (node->kind == NODE_LOGICAL) {
        check_discarded(c, node->children[1]);
    } else if (node->kind == NODE_AWAIT) {
        const struct async_function *function = must_use(node->children[0]);
        if (function != NULL) {
            warning_at(c, node->first, RULE_UNUSED_RESULT,
                       "the result of `%s` is not looked at: how much it did, or that it failed",
                       function->name);
            hint(c, "test it; if it really does not matter, write `(void)await %s(...)`",
                 function->name);
        }
    }
}

static void check_child(struct compilation *c, const struct node *spawn) {
    const struct node *scope = check_strip_parens(spawn->children[0]);
    const struct symbol *symbol = scope->kind == NODE_IDENTIFIER ? scope->symbol : NULL;
    const struct async_function *function = must_use(spawn->children[spawn->child_count - 1]);
    if (spawn->child_count != 2 || function == NULL || symbol == NULL ||
        symbol->kind != SYMBOL_SCOPE || has_option(c, symbol->node, "fail_fast")) {
        return;
    }
    warning_at(c, spawn->first, RULE_UNUSED_RESULT,
               "nobody learns the result of this `%s`: how much it did, or that it failed",
               function->name);
    hint(c, "write `spawn (%s) result = %s(...);`, or give the scope `.fail_fast = true`",
         symbol->name, function->name);
}

// ---- L49 ----

static const struct async_function *called(const struct node *await) {
    const struct node *call = check_strip_parens(await->children[0]);
    const struct node *callee =
        call->kind == NODE_CALL ? check_strip_parens(call->children[0]) : NULL;
    return callee != NULL && callee->kind == NODE_IDENTIFIER && callee->symbol != NULL
               ? callee->symbol->async
               : NULL;
}

enum { CALLS_MAX = 4 }; // how deep the calls of a function are followed

static bool never_waits(const struct async_function *function, unsigned depth);

static bool node_never_waits(const struct node *node, unsigned depth) {
    if (node == NULL || !node->has_await) {
        return true;
    }
    if (node->kind == NODE_SCOPE || node->kind == NODE_RACE || node->kind == NODE_WITHIN ||
        node->kind == NODE_SPAWN) {
        return false;
    }
    if (node->kind == NODE_AWAIT && !never_waits(called(node), depth)) {
        return false;
    }
    for (uint32_t i = 0; i < node->child_count; i++) {
        if (!node_never_waits(node->children[i], depth)) {
            return false;
        }
    }
    return true;
}

// Whether a function, whose body is in view, awaits nothing but functions that await nothing.
static bool never_waits(const struct async_function *function, unsigned depth) {
    if (function == NULL || !function->is_defined || function->is_broken ||
        function->declaration == NULL || function->declaration->kind != NODE_FUNCTION ||
        depth == 0) {
        return false;
    }
    return node_never_waits(function->declaration->children[2], depth - 1);
}

static const struct node *find_await(const struct node *node) {
    if (node == NULL || !node->has_await || node->kind == NODE_AWAIT) {
        return node != NULL && node->has_await ? node : NULL;
    }
    for (uint32_t i = 0; i < node->child_count; i++) {
        const struct node *await = find_await(node->children[i]);
        if (await != NULL) {
            return await;
        }
    }
    return NULL;
}

// An arm that is ready at once wins, and those behind it are not even started.
static void check_race(struct compilation *c, const struct node *race) {
    for (uint32_t i = 0; i + 1 < race->child_count && !race->is_fair; i++) {
        const struct node *await = find_await(race->children[i]->children[0]);
        const struct async_function *function = await != NULL ? called(await) : NULL;
        if (never_waits(function, CALLS_MAX)) {
            warning_at(c, race->children[i + 1]->first, RULE_UNREACHABLE_WHEN,
                       "this `when` never wins: `%s`, in the arm before it, awaits nothing, and is "
                       "ready at once",
                       function->name);
            note_at(c, await->first, "the race ends here, before later arms are started");
            hint(c, "put it last, or call it outside of the race");
            return;
        }
    }
}

static void visit(struct compilation *c, const struct node *node) {
    if (check_is_unevaluated(node)) {
        return;
    }
    switch (node->kind) {
    case NODE_SCOPE:
        check_empty_scope(c, node);
        break;
    case NODE_SPAWN:
        check_child(c, node);
        break;
    case NODE_EXPR_STATEMENT:
        if (node->child_count > 0) {
            check_discarded(c, node->children[0]);
        }
        break;
    case NODE_COMMA:
    case NODE_WHEN:
        check_discarded(c, node->children[0]);
        break;
    case NODE_RACE:
        check_race(c, node);
        break;
    case NODE_FOR:
        for (int i = 0; i < 3; i += 2) {
            if (node->children[i] != NULL && node->children[i]->kind != NODE_DECLARATION) {
                check_discarded(c, node->children[i]);
            }
        }
        break;
    default:
        break;
    }
    uint32_t count = node->child_count;
    for (uint32_t i = 0; i < count; i++) {
        const struct node *child = node->children[i];
        if (child == NULL) {
            continue;
        }
        if (node->kind == NODE_STATEMENT_EXPR && child->child_count > 0) {
            // The last expression is the value of the whole.
            for (uint32_t j = 0; j < child->child_count; j++) {
                const struct node *item = child->children[j];
                bool is_value = j + 1 == child->child_count && item->kind == NODE_EXPR_STATEMENT &&
                                item->child_count > 0;
                visit(c, is_value ? item->children[0] : item);
            }
        } else {
            visit(c, child);
        }
    }
}

void check_scope(struct compilation *c, struct node *function) {
    visit(c, function->children[2]);
}
