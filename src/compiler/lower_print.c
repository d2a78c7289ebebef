// Printing of expressions: plain C, with the values that were prepared in their places.
#include "compiler/frame.h"
#include "compiler/lower.h"
#include "compiler/rules.h"

#include <string.h>

static bool is_statement(const struct node *node) {
    return (node->kind >= NODE_COMPOUND && node->kind <= NODE_BLOCKING) ||
           node->kind == NODE_DECLARATION;
}

static bool is_qualifier(int kind) {
    return kind == TOKEN_CONST || kind == TOKEN_VOLATILE || kind == TOKEN_RESTRICT;
}

// A const of the variable being declared that it must not have, for it will be loaded.
static bool is_lost_const(struct lowering *l, const struct node *node, uint32_t token) {
    const struct symbol *symbol = l->unqualified;
    if (!symbol || token_at(l->c, token)->kind != TOKEN_CONST) {
        return false;
    }
    const struct node *declarator = symbol->declarator;
    uint32_t name = declarator->name_token, stars = 0;
    for (uint32_t i = declarator->first; i < name; i++) {
        stars += token_at(l->c, i)->kind == '*';
    }
    if (node == symbol->specifiers) {
        return stars == 0;
    }
    while (token < name && is_qualifier(token_at(l->c, token)->kind)) {
        token++;
    }
    return node == declarator && token == name;
}

static void copy(struct lowering *l, struct node *node, bool statements) {
    uint32_t token = node->first;
    for (uint32_t i = 0; i < node->child_count; i++) {
        struct node *child = node->children[i];
        if (!child) {
            continue;
        }
        for (; token < child->first; token++) {
            if (!is_lost_const(l, node, token)) {
                emit_token(&l->e, token);
            }
        }
        if (statements && is_statement(child)) {
            statement(l, child);
        } else if (is_statement(child)) {
            copy(l, child, false);
        } else {
            expression(l, child);
        }
        token = child->end;
    }
    for (; token < node->end; token++) {
        if (!is_lost_const(l, node, token)) {
            emit_token(&l->e, token);
        }
    }
}

// A compound literal lives as long as its block. Where it can still be seen behind an await it gets
// a place in the future.
static void print_compound_literal(struct lowering *l, struct node *node) {
    struct buffer type = {0};
    compound_type_text(l->c, l->plan, &type, node);
    const char *field = unique_field(l->c, l->plan, "literal");
    add_line(l->c, &l->plan->members, node->first, "__typeof__(%s) %s;", type.data, field);
    emit_line(&l->e, node->first);
    emit(&l->e, "(*(__typeof__(%s) *)__builtin_memcpy((void *)&%s->%s, &(%s)", type.data,
         l->plan->self, field, type.data);
    expression(l, node->children[1]);
    emit(&l->e, ", sizeof(%s)))", type.data);
    buffer_destroy(&type);
}

// Is it an array, or may it be one?
static bool is_array_literal(struct lowering *l, const struct node *node) {
    const struct node *type = node->children[0];
    for (uint32_t i = type->first; i < type->end; i++) {
        if (token_at(l->c, i)->kind == '[') {
            return true;
        }
    }
    for (uint32_t i = 0; i < type->children[0]->child_count; i++) {
        const struct node *part = type->children[0]->children[i];
        if (part->kind == NODE_TYPEDEF_NAME) {
            enum shape shape = part->symbol ? part->symbol->shape
                                            : typedef_shape(token_at(l->c, part->first)->name);
            return shape != SHAPE_SCALAR && shape != SHAPE_AGGREGATE;
        }
        if (part->kind == NODE_TYPEOF) {
            return true;
        }
    }
    return false;
}

static struct node *through_parens(struct node *node) {
    while (node->kind == NODE_PAREN) {
        node = node->children[0];
    }
    return node;
}

static void refuse_const_assignment(struct lowering *l, struct node *target) {
    target = through_parens(target);
    if (target->kind == NODE_IDENTIFIER && target->symbol && target->symbol->is_parameter &&
        target->symbol->shape != SHAPE_ARRAY && target->symbol->shape != SHAPE_ARRAY_UNKNOWN &&
        symbol_is_top_const(l->c, target->symbol)) {
        error_at(l->c, target->first, NULL, "assignment of read-only parameter `%s`",
                 target->symbol->name);
    }
}

// A const local has lost its const; an assignment to it is left to the compiler to refuse.
static void note_const_target(struct lowering *l, struct node *target) {
    target = through_parens(target);
    if (target->kind == NODE_IDENTIFIER && is_saved(target->symbol) &&
        !target->symbol->is_parameter && target->symbol->is_const) {
        l->assigned = target;
    }
}

static void print_tag(struct lowering *l, struct node *node) {
    const char *name = tag_name(node);
    if (name) {
        emit_token(&l->e, node->first);
        emit(&l->e, "%s", name);
        l->e.last_token = node->end - 1;
    } else {
        copy(l, node, false);
    }
}

static bool is_measured(const struct node *node) {
    return node->kind == NODE_SIZEOF_EXPR || node->kind == NODE_SIZEOF_TYPE ||
           node->kind == NODE_TYPEOF;
}

// Prints something of the type of an expression that is not evaluated.
static void print_as_type(struct lowering *l, struct node *node) {
    struct buffer text = {0};
    type_text(l->c, l->plan, &text, node);
    emit_in_place(&l->e, node->first, node->end, arena_format(l->c->arena, "%s", text.data));
    buffer_destroy(&text);
}

// An await that is only looked at: an object nowhere, which no compiler takes for a constant (it may
// be the operand of __builtin_constant_p). In a sizeof a value, since C evaluates an operand whose
// type is a variable length array.
static void print_await_as_type(struct lowering *l, struct node *node) {
    struct async_function *function = called_function(node->children[0]);
    if (!l->measured || !function || result_is_void(l->c, function)) {
        print_as_type(l, node);
        return;
    }
    emit_in_place(&l->e, node->first, node->end,
                  arena_format(l->c->arena, "((%s){0})", typeof_result(l, function)));
}

void expression(struct lowering *l, struct node *node) {
    const struct replacement *replacement = replacement_of(node);
    if (replacement && replacement->text) {
        emit_in_place(&l->e, node->first, node->end, replacement->text);
        return;
    }
    if (replacement) {
        emit(&l->e, "(");
        expression(l, replacement->use);
        emit(&l->e, ")");
        return;
    }
    switch (node->kind) {
    case NODE_IDENTIFIER:
    case NODE_TYPEDEF_NAME:
        if (node->symbol && node->symbol->emitted_name) {
            emit_in_place(&l->e, node->first, node->end, node->symbol->emitted_name);
            return;
        }
        if (l->assigned == node) {
            const char *name = node->symbol->name;
            emit_in_place(&l->e, node->first, node->end,
                          arena_format(l->c->arena, "(*(const __typeof__(%s) *)&%s)", name, name));
            return;
        }
        break;
    case NODE_FUNCTION_NAME:
        emit_in_place(&l->e, node->first, node->end,
                      arena_format(l->c->arena, "\"%s\"", l->plan->function->name));
        return;
    case NODE_AWAIT:
        if (!l->unevaluated) {
            error_at(l->c, node->first, RULE_AWAIT_PLACE, "await cannot stand here");
        }
        print_await_as_type(l, node);
        return;
    case NODE_STATEMENT_EXPR:
        if (node->has_await && l->unevaluated) {
            print_as_type(l, node);
            return;
        }
        break;
    case NODE_TAG:
        print_tag(l, node);
        return;
    case NODE_UNARY:
        if (node->op == '&') {
            l->lasting = through_parens(node->children[0]);
        }
        if (node->op == TOKEN_INCREMENT || node->op == TOKEN_DECREMENT) {
            refuse_const_assignment(l, node->children[0]);
            note_const_target(l, node->children[0]);
        }
        break;
    case NODE_POSTFIX:
    case NODE_ASSIGN:
        refuse_const_assignment(l, node->children[0]);
        note_const_target(l, node->children[0]);
        break;
    case NODE_SIZEOF_TYPE:
    case NODE_TYPEOF:
        if (node->child_count && node->children[0]->kind == NODE_TYPE_NAME &&
            node->children[0]->has_await) { // evaluated, for it is a variable size
            error_at(l->c, node->first, RULE_AWAIT_PLACE,
                     "await cannot stand in the size of a type here");
        }
        break;
    case NODE_MEMBER: // an array member is an address
        if (node->op == '.') {
            l->lasting = through_parens(node->children[0]);
        }
        break;
    case NODE_COMPOUND_LITERAL:
        if (l->literal_lives && (l->lasting == node || is_array_literal(l, node))) {
            print_compound_literal(l, node);
            return;
        }
        break;
    default:
        break;
    }
    // Below a node without `has_await` nothing is evaluated that awaits.
    l->unevaluated += !node->has_await;
    l->measured += is_measured(node);
    l->depth += node->kind == NODE_STATEMENT_EXPR; // its statements are inside a full expression
    copy(l, node, true);
    l->depth -= node->kind == NODE_STATEMENT_EXPR;
    l->measured -= is_measured(node);
    l->unevaluated -= !node->has_await;
}
