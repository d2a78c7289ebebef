// Small questions about trees that several checks ask.
#include "compiler/check.h"
#include "compiler/name.h"
#include "compiler/warnings.h"

#include <stdlib.h>

const struct node *check_strip_parens(const struct node *node) {
    while (node->kind == NODE_PAREN) {
        node = node->children[0];
    }
    return node;
}

const char *check_called_name(const struct compilation *c, const struct node *call) {
    const struct node *callee = check_strip_parens(call->children[0]);
    return callee->kind == NODE_IDENTIFIER && callee->symbol == NULL
               ? token_at(c, callee->first)->name
               : NULL;
}

bool check_is_library(const struct compilation *c, const char *name) {
    const struct name_facts *facts = name_of(name)->facts;
    return facts == NULL || facts->plain_function_token == NO_TOKEN ||
           warnings_is_system(c, facts->plain_function_token);
}

bool check_is_unevaluated(const struct node *node) {
    return node->kind == NODE_SIZEOF_EXPR || node->kind == NODE_SIZEOF_TYPE ||
           node->kind == NODE_TYPEOF;
}

bool check_number(const struct compilation *c, const struct node *node, long long *out_number) {
    long long sign = 1;
    node = check_strip_parens(node);
    if (node->kind == NODE_UNARY && node->op == '-') {
        sign = -1;
        node = check_strip_parens(node->children[0]);
    }
    if (node->kind != NODE_CONSTANT || token_at(c, node->first)->kind != TOKEN_NUMBER) {
        return false;
    }
    char *end;
    const char *text = token_text(c, node->first);
    *out_number = sign * strtoll(text, &end, 0);
    return *end == '\0' || *end == 'u' || *end == 'U' || *end == 'l' || *end == 'L';
}

const char *check_text(const struct compilation *c, const struct node *node) {
    struct buffer text = {0};
    uint32_t end = 0; // of the last token
    for (uint32_t i = node->first; i < node->end; i++) {
        const struct token *token = token_at(c, i);
        buffer_append(&text, " ", text.length > 0 && token->offset != end);
        buffer_append(&text, source_text(c->source) + token->offset, token->length);
        end = token->offset + token->length;
    }
    const char *copy = arena_intern(c->arena, text.length > 0 ? text.data : "", text.length);
    buffer_destroy(&text);
    return copy;
}
