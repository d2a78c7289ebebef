#include "compiler/check_known.h"
#include "compiler/check.h"

static bool constant(const struct known *known, const struct node *node, long long *out_value) {
    for (;;) {
        node = check_strip_parens(node);
        if (node->kind == NODE_CAST || node->kind == NODE_COMMA) {
            node = node->children[1];
        } else {
            return check_number(known->c, node, out_value);
        }
    }
}

// The constant that an assignment or a declarator gives its variable.
static bool constant_of(const struct known *known, const struct node *node, long long *out_value) {
    if (node->kind == NODE_ASSIGN ? node->op != '=' : node->kind != NODE_INIT_DECLARATOR) {
        return false;
    }
    return node->child_count > 1 && constant(known, node->children[1], out_value);
}

static const struct symbol *variable_of(const struct node *node) {
    const struct symbol *symbol = NULL;
    if (node->kind == NODE_INIT_DECLARATOR) {
        symbol = node->symbol;
    } else if (node->kind == NODE_ASSIGN) {
        const struct node *target = check_strip_parens(node->children[0]);
        symbol = target->kind == NODE_IDENTIFIER ? target->symbol : NULL;
    }
    bool is_simple = symbol != NULL && symbol->kind == SYMBOL_OBJECT && !symbol->address_taken &&
                     !symbol->is_volatile &&
                     (symbol->storage == STORAGE_AUTO || symbol->storage == STORAGE_REGISTER);
    return is_simple ? symbol : NULL;
}

static uint32_t find_variable(const struct known *known, const struct symbol *symbol) {
    uint32_t i = 0;
    while (i < known->count && known->variables[i] != symbol) {
        i++;
    }
    return i;
}

void known_find(struct known *known, const struct node *node) {
    long long value;
    const struct symbol *symbol = variable_of(node);
    if (symbol != NULL && constant_of(known, node, &value) && known->count < KNOWN_VARIABLES_MAX &&
        find_variable(known, symbol) == known->count) {
        known->variables[known->count++] = symbol;
    }
    for (uint32_t i = 0; i < node->child_count; i++) {
        if (node->children[i] != NULL) {
            known_find(known, node->children[i]);
        }
    }
}

bool known_change(const struct known *known, const struct flow_step *step, uint32_t *out_variable,
                  bool *out_may_be_0, bool *out_may_be_other) {
    long long value = 0;
    bool changes = step->kind == FLOW_WRITE || step->kind == FLOW_TOUCH;
    *out_variable = find_variable(known, step->symbol);
    if (!changes || *out_variable == known->count) {
        return false;
    }
    bool is_constant = step->kind == FLOW_WRITE && constant_of(known, step->node, &value);
    *out_may_be_0 = !is_constant || value == 0;
    *out_may_be_other = !is_constant || value != 0;
    return true;
}

uint32_t known_condition(const struct known *known, const struct node *condition, bool *holds) {
    const struct node *node = check_strip_parens(condition);
    long long number;
    while (node->kind == NODE_UNARY && node->op == '!') {
        node = check_strip_parens(node->children[0]);
        *holds = !*holds;
    }
    if (node->kind == NODE_BINARY && (node->op == TOKEN_EQUAL || node->op == TOKEN_NOT_EQUAL) &&
        constant(known, node->children[1], &number) && number == 0) {
        *holds = *holds == (node->op == TOKEN_NOT_EQUAL);
        node = check_strip_parens(node->children[0]);
    }
    return node->kind == NODE_IDENTIFIER ? find_variable(known, node->symbol) : known->count;
}
