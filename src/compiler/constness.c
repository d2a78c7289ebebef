// What can be initialised but not assigned: objects with const members, or const by their typedef.
// C lets such objects be parameters, results and variables, for it initialises those; generated
// code, which writes members of a future, has to copy them in.
//
// Works on tokens. Where it cannot be sure it says yes, which costs nothing but a longer line.
#include "compiler/name.h"
#include "compiler/plan.h"

#include <string.h>

enum { DEPTH_MAX = 256 }; // of structs inside structs; beyond that it cannot be sure

static bool body_holds_const(struct compilation *c, uint32_t open, int depth);

static bool is_struct(int kind) {
    return kind == TOKEN_STRUCT || kind == TOKEN_UNION;
}

static bool find_in_bodies(struct compilation *c, const char *tag, int depth) {
    for (uint32_t i = 0; token_at(c, i)->kind != TOKEN_END; i++) {
        if (is_struct(token_at(c, i)->kind) && token_at(c, i + 1)->kind == TOKEN_IDENTIFIER &&
            token_at(c, i + 1)->name == tag && token_at(c, i + 2)->kind == '{' &&
            body_holds_const(c, i + 2, depth)) {
            return true;
        }
    }
    return false;
}

// Each tag is looked into once. While that lasts the answer is yes: only what is no C, or a
// parameter of a pointer to functions, is inside itself.
static bool tag_holds_const(struct compilation *c, const char *name, int depth) {
    struct name_facts *facts = name_facts_new(c->arena, name);
    if (facts->tag_holds_const == ANSWER_UNKNOWN) {
        facts->tag_holds_const = ANSWER_YES;
        facts->tag_holds_const = find_in_bodies(c, name, depth) ? ANSWER_YES : ANSWER_NO;
    }
    return facts->tag_holds_const == ANSWER_YES;
}

static bool typedef_holds_const(struct compilation *c, const char *name, int depth);

static uint32_t opening_brace(struct compilation *c, uint32_t close) {
    int depth = 0;
    for (uint32_t i = close;; i--) {
        int kind = token_at(c, i)->kind;
        depth += (kind == '}') - (kind == '{');
        if (depth == 0 || i == 0) {
            return i;
        }
    }
}

static bool typedef_of_struct_holds_const(struct compilation *c, uint32_t token, int depth) {
    uint32_t before = token - 1;
    if (token_at(c, before)->kind == '}') {
        return body_holds_const(c, opening_brace(c, before), depth);
    }
    if (token_at(c, before)->kind != TOKEN_IDENTIFIER) {
        return true; // attributes, or what else there is
    }
    return is_struct(token_at(c, before - 1)->kind)
               ? tag_holds_const(c, token_at(c, before)->name, depth)
               : typedef_holds_const(c, token_at(c, before)->name, depth);
}

static bool typedef_holds_const(struct compilation *c, const char *name, int depth) {
    struct name_facts *facts = name_of(name)->facts;
    if (!facts || facts->typedef_token == NO_TOKEN) {
        return false;
    }
    if (facts->type.is_const || facts->type.shape != SHAPE_AGGREGATE || facts->typedef_token < 2) {
        return facts->type.is_const;
    }
    if (facts->typedef_holds_const == ANSWER_UNKNOWN) {
        facts->typedef_holds_const = ANSWER_YES; // while it lasts, as for tags
        bool holds = typedef_of_struct_holds_const(c, facts->typedef_token, depth + 1);
        facts->typedef_holds_const = holds ? ANSWER_YES : ANSWER_NO;
    }
    return facts->typedef_holds_const == ANSWER_YES;
}

// The tokens from `first` on are those of a member's type, and its name.
static bool type_holds_const(struct compilation *c, uint32_t first, uint32_t end, int depth) {
    for (uint32_t i = first; i < end; i++) {
        const struct token *token = token_at(c, i);
        bool tagged = is_struct(token_at(c, i - 1)->kind); // a body's `{` stands before the first
        if (token->kind == TOKEN_CONST ||
            (token->kind == TOKEN_IDENTIFIER &&
             (tagged ? tag_holds_const(c, token->name, depth + 1)
                     : typedef_holds_const(c, token->name, depth + 1)))) {
            return true;
        }
    }
    return false;
}

// `*const p`
static bool is_const_behind(struct compilation *c, uint32_t star) {
    uint32_t i = star + 1;
    while (token_at(c, i)->kind == TOKEN_VOLATILE || token_at(c, i)->kind == TOKEN_RESTRICT ||
           token_at(c, i)->kind == TOKEN_ATOMIC) {
        i++;
    }
    return token_at(c, i)->kind == TOKEN_CONST;
}

// A const before a `*` is that of what the member points to, and so is a struct there, which need
// not be looked into: a list's node has a pointer to such nodes. The last `*` before a `)` is the
// member's own: behind it stand the parameters of what it points to.
static bool body_holds_const(struct compilation *c, uint32_t open, int depth) {
    uint32_t type = open + 1; // where the type of the members begins that has not been looked at
    uint32_t star = NO_TOKEN;
    bool is_star_final = false;
    int braces = 1, parentheses = 0;
    for (uint32_t i = open + 1; braces > 0; i++) {
        int kind = token_at(c, i)->kind;
        if (kind == TOKEN_END) {
            return false;
        }
        braces += (kind == '{') - (kind == '}');
        parentheses = kind == ';' ? 0 : parentheses + (kind == '(') - (kind == ')');
        bool ends = kind == ';' || kind == '{' || kind == '}';
        bool separates = kind == ',' && parentheses == 0;
        if ((kind == ';' || separates) &&
            (star == NO_TOKEN ? depth > DEPTH_MAX || type_holds_const(c, type, i, depth)
                              : is_const_behind(c, star))) {
            return true;
        }
        if (ends || separates) {
            type = ends ? i + 1 : star == NO_TOKEN ? i : type;
            star = NO_TOKEN;
            is_star_final = false;
        }
        star = kind == '*' && !is_star_final ? i : star;
        is_star_final |= kind == ')' && star != NO_TOKEN;
    }
    return false;
}

static bool part_holds_const(struct compilation *c, const struct node *part) {
    const struct symbol *symbol = part->symbol;
    if (part->kind == NODE_TYPEDEF_NAME) {
        return symbol ? symbol->is_const || holds_const(c, symbol->specifiers, symbol->declarator)
                      : typedef_holds_const(c, token_at(c, part->first)->name, 0);
    }
    if (part->kind != NODE_TAG || !is_struct(token_at(c, part->first)->kind)) {
        return false;
    }
    if (part->name_token != NO_TOKEN) {
        return tag_holds_const(c, token_at(c, part->name_token)->name, 0);
    }
    uint32_t open = part->first;
    while (token_at(c, open)->kind != '{') {
        open++;
    }
    return body_holds_const(c, open, 0);
}

bool holds_const(struct compilation *c, const struct node *specifiers,
                 const struct node *declarator) {
    uint32_t end = !declarator                          ? 0
                   : declarator->name_token == NO_TOKEN ? declarator->end
                                                        : declarator->name_token;
    for (uint32_t i = declarator ? declarator->first : end; i < end; i++) {
        if (token_at(c, i)->kind == '*') {
            return false;
        }
    }
    if (declarator && end < declarator->end && declarator->name_token != NO_TOKEN &&
        token_at(c, end + 1)->kind == '[' && end + 1 < declarator->end) {
        return false; // an array is copied anyway; a parameter is a pointer
    }
    for (uint32_t i = 0; specifiers && i < specifiers->child_count; i++) {
        if (part_holds_const(c, specifiers->children[i])) {
            return true;
        }
    }
    return false;
}

static bool awaited_holds_const(struct compilation *c, const struct node *await) {
    const struct node *call = await->children[0];
    while (call->kind == NODE_PAREN) {
        call = call->children[0];
    }
    const struct async_function *function = called_function(call);
    return function && holds_const(c, function->specifiers, function->declarator);
}

bool value_holds_const(struct compilation *c, const struct node *node) {
    const struct node *last = node->child_count ? node->children[node->child_count - 1] : NULL;
    switch (node->kind) {
    case NODE_PAREN:
    case NODE_COMMA:
        return last && value_holds_const(c, last);
    case NODE_IDENTIFIER:
        return node->symbol && holds_const(c, node->symbol->specifiers, node->symbol->declarator);
    case NODE_AWAIT:
        return awaited_holds_const(c, node);
    case NODE_COMPOUND_LITERAL:
        return holds_const(c, node->children[0]->children[0], node->children[0]->children[1]);
    case NODE_CONDITIONAL:
        return value_holds_const(c, last) ||
               (node->child_count > 2 && value_holds_const(c, node->children[1]));
    case NODE_STATEMENT_EXPR:
        last = statement_value(node->children[0]);
        return last && value_holds_const(c, last);
    case NODE_GENERIC:
        for (uint32_t i = 1; i < node->child_count; i++) {
            const struct node *branch = node->children[i];
            if (value_holds_const(c, branch->children[branch->child_count - 1])) {
                return true;
            }
        }
        return false;
    default:
        return false;
    }
}
