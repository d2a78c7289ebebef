#include "compiler/check_loans.h"

#include "compiler/check.h"

static bool is_automatic(const struct symbol *symbol) {
    return symbol != NULL && symbol->kind == SYMBOL_OBJECT && !symbol->is_thread_local &&
           (symbol->storage == STORAGE_AUTO || symbol->storage == STORAGE_REGISTER);
}

// The variable, or compound literal, that an lvalue is a part of; NULL if a pointer leads to it, or
// may: `s.p[i]`.
static const struct node *base_of(const struct node *place) {
    uint32_t indexes = 0;
    const struct node *node = check_strip_parens(place);
    while (node->kind == NODE_INDEX || (node->kind == NODE_MEMBER && node->op == '.')) {
        const struct node *inner = check_strip_parens(node->children[0]);
        if (node->kind == NODE_INDEX && inner->kind == NODE_MEMBER) {
            return NULL;
        }
        indexes += node->kind == NODE_INDEX;
        node = inner;
    }
    if (node->kind == NODE_COMPOUND_LITERAL) {
        return node;
    }
    if (node->kind != NODE_IDENTIFIER || node->symbol == NULL) {
        return NULL;
    }
    bool is_array = !node->symbol->is_parameter && (node->symbol->shape == SHAPE_ARRAY ||
                                                    node->symbol->shape == SHAPE_ARRAY_UNKNOWN);
    return indexes == 0 || (is_array && indexes <= node->symbol->dimensions) ? node : NULL;
}

void loans_of_place(struct loans *loans, const struct loan *model, const struct node *place) {
    const struct node *base = base_of(place);
    if (base == NULL || (base->kind == NODE_IDENTIFIER && !is_automatic(base->symbol))) {
        return;
    }
    struct loan *loan = arena_allocate(loans->c->arena, sizeof *loan);
    *loan = *model;
    loan->next = NULL;
    loan->place = place;
    loan->symbol = base->kind == NODE_IDENTIFIER ? base->symbol : NULL;
    loan->scope = base->kind == NODE_IDENTIFIER ? base->symbol->scope : loans->scope;
    *loans->last = loan;
    loans->last = &loan->next;
}

// Whether a variable's value is its address.
static bool decays(const struct symbol *symbol) {
    return symbol != NULL && !symbol->is_parameter &&
           (symbol->shape == SHAPE_ARRAY || symbol->shape == SHAPE_ARRAY_UNKNOWN);
}

// Whether a compound literal is an array, and its value its address.
static bool literal_decays(const struct compilation *c, const struct node *literal) {
    const struct node *type_name = literal->children[0];
    const struct node *declarator = type_name->children[type_name->child_count - 1];
    uint32_t i = declarator->kind == NODE_DECLARATOR ? declarator->first : declarator->end;
    while (i < declarator->end &&
           (token_at(c, i)->kind == '*' || token_at(c, i)->kind == TOKEN_CONST)) {
        i++;
    }
    return i < declarator->end && token_at(c, i)->kind == '[';
}

void loans_of_value(struct loans *loans, const struct loan *model, const struct node *node) {
    node = check_strip_parens(node);
    switch (node->kind) {
    case NODE_UNARY:
        if (node->op == '&' && node->child_count > 0) {
            loans_of_place(loans, model, check_strip_parens(node->children[0]));
        }
        break;
    case NODE_IDENTIFIER:
        if (decays(node->symbol)) {
            loans_of_place(loans, model, node);
        }
        break;
    case NODE_CAST:
        loans_of_value(loans, model, node->children[1]);
        break;
    case NODE_CONDITIONAL:
        loans_of_value(loans, model, node->children[node->child_count - 2]);
        loans_of_value(loans, model, node->children[node->child_count - 1]);
        break;
    case NODE_COMMA:
        loans_of_value(loans, model, node->children[1]);
        break;
    case NODE_BINARY:
        if (node->op == '+' || node->op == '-') {
            loans_of_value(loans, model, node->children[0]);
            if (node->op == '+') {
                loans_of_value(loans, model, node->children[1]);
            }
        }
        break;
    case NODE_COMPOUND_LITERAL:
        if (literal_decays(loans->c, node)) {
            loans_of_place(loans, model, node);
        } // or a struct by value: its members may be addresses
        // fallthrough
    case NODE_INITIALIZER_LIST:
        for (uint32_t i = 0; i < node->child_count; i++) {
            if (node->children[i]->kind != NODE_TYPE_NAME) {
                loans_of_value(loans, model, node->children[i]);
            }
        }
        break;
    case NODE_INITIALIZER:
        loans_of_value(loans, model, node->children[node->child_count - 1]);
        break;
    default:
        break;
    }
}
