// Declarations and types as text at file scope.
//
// A future is declared at file scope, so what its members' types mention must be there too: local
// types under their new names (hoist.c). Where a type is given by an expression (__typeof__,
// temporaries) each variable in it becomes `(*(T *)0)` of its type: nothing is evaluated, so nothing
// else matters.
#include "compiler/emit.h"
#include "compiler/name.h"
#include "compiler/plan.h"
#include "compiler/types.h"

#include <string.h>

void type_append(struct buffer *out, const char *text) {
    buffer_append(out, text, strlen(text));
}

static bool is_word_character(char ch) {
    return (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9') ||
           ch == '_' || ch == '$';
}

// Words are kept apart; other tokens stand as close as they stood in the source.
static void append_spaced(struct buffer *out, const char *text, size_t length, bool close) {
    char last = out->length ? out->data[out->length - 1] : ' ';
    bool words = is_word_character(last) && length && is_word_character(*text);
    if (words || (!close && !strchr(" \n(", last))) {
        type_append(out, " ");
    }
    buffer_append(out, text, length);
}

static void append_token(struct compilation *c, struct buffer *out, uint32_t token) {
    const struct token *t = token_at(c, token);
    bool close =
        token > 0 && token_at(c, token - 1)->offset + token_at(c, token - 1)->length == t->offset;
    if (t->edit == EDIT_OMIT) {
        return;
    }
    append_spaced(out, source_text(c->source) + t->offset, t->length, close);
    if (t->edit != EDIT_NONE) {
        out->length -= t->length;
        emit_edited(c, out, t);
    }
}

void type_append_word(struct buffer *out, const char *word) {
    char last = out->length ? out->data[out->length - 1] : ' ';
    if (*word) {
        append_spaced(out, word, strlen(word), last == '*' || last == '[');
    }
}

enum shape typedef_shape(const char *name) {
    const struct name_facts *facts = name_of(name)->facts;
    return facts && facts->typedef_token != NO_TOKEN ? facts->type.shape : SHAPE_UNKNOWN;
}

// ---- results ----

static bool specifiers_are_void(struct compilation *c, const struct node *specifiers) {
    for (uint32_t i = specifiers->first; i < specifiers->end; i++) {
        if (token_at(c, i)->kind == TOKEN_BUILTIN_TYPE && token_is_spelled(c, i, "void")) {
            return true;
        }
    }
    for (uint32_t i = 0; i < specifiers->child_count; i++) {
        const struct node *child = specifiers->children[i];
        if (child->kind == NODE_TYPEDEF_NAME &&
            typedef_shape(token_at(c, child->first)->name) == SHAPE_VOID) {
            return true;
        }
    }
    return false;
}

bool type_has_pointer(struct compilation *c, uint32_t first, uint32_t end) {
    for (uint32_t i = first; i < end; i++) {
        if (token_at(c, i)->kind == '*') {
            return true;
        }
    }
    return false;
}

bool result_is_void(struct compilation *c, const struct async_function *function) {
    return !type_has_pointer(c, function->declarator->first, function->name_token) &&
           function->parameters_end == function->declarator_end &&
           specifiers_are_void(c, function->specifiers);
}

const char *callee_struct(struct compilation *c, struct plan *plan,
                          struct async_function *function) {
    struct plan *other = plan_of(function);
    bool whole = other ? plan && other->component != plan->component &&
                             (other->print_after < plan->print_after ||
                              (other->print_after == plan->print_after && other->printed))
                       : function->has_visible_future;
    return arena_format(c->arena, "%s__%s", function->name, whole ? "future" : "head");
}

// Made-up operands are different ones, or a compiler would find that `x > y` compares a thing with
// itself.
static unsigned operand(struct plan *plan) {
    return plan ? 4096 * ++plan->type_operands : 0;
}

void result_text(struct compilation *c, struct plan *plan, struct buffer *out,
                 struct async_function *function) {
    if (result_is_void(c, function)) {
        type_append_word(out, "((void)0)");
    } else {
        type_append_word(out, arena_format(c->arena, "(((struct %s *)%u)->result)",
                                           callee_struct(c, plan, function), operand(plan)));
    }
}

// ---- types of variables ----

static const char *type_name_of(struct compilation *c, struct plan *plan, struct symbol *symbol) {
    if (!symbol->slot) {
        symbol->slot = arena_allocate(c->arena, sizeof *symbol->slot);
    }
    if (!symbol->slot->type_name) {
        const char *name =
            file_scope_name(c, plan, arena_format(c->arena, "%s__type", symbol->name));
        struct buffer text = {0};
        symbol_declaration_text(c, plan, &text, symbol, name, DECLARE_TYPEDEF);
        add_line(c, &plan->hoisted, symbol->token, "typedef %s;", text.data);
        buffer_destroy(&text);
        symbol->slot->type_name = name;
    }
    return symbol->slot->type_name;
}

static void identifier_text(struct compilation *c, struct plan *plan, struct buffer *out,
                            struct node *node) {
    struct symbol *symbol = node->symbol;
    if (!symbol) {
        append_token(c, out, node->first);
        return;
    }
    if (symbol->is_parameter) { // its type may be asked for where the parameters are declared
        type_append_word(out, "(*(__typeof__(");
        symbol_declaration_text(c, plan, out, symbol, "", DECLARE_PARAMETER);
        type_append(out, arena_format(c->arena, ") *)%u)", operand(plan)));
        return;
    }
    switch (symbol->kind) {
    case SYMBOL_OBJECT:
    case SYMBOL_FUNCTION: {
        const char *name = type_name_of(c, plan, symbol);
        type_append_word(out, arena_format(c->arena, "(*(%s *)%u)", name, operand(plan)));
        break;
    }
    case SYMBOL_SCOPE:
        type_append_word(out, "(*(struct tarry_scope *)0)");
        break;
    default:
        if (symbol->emitted_name) {
            type_append_word(out, symbol->emitted_name);
        } else {
            append_token(c, out, node->first);
        }
    }
}

struct node *declaration_of(struct node *item) {
    while ((item->kind == NODE_LABEL || item->kind == NODE_CASE) && item->child_count &&
           item->children[item->child_count - 1]) {
        item = item->children[item->child_count - 1];
    }
    return item;
}

struct node *statement_value(struct node *compound) {
    struct node *last =
        compound->child_count ? compound->children[compound->child_count - 1] : NULL;
    while (last && last->kind == NODE_LABEL) {
        last = last->children[last->child_count - 1];
    }
    return last && last->kind == NODE_EXPR_STATEMENT && last->child_count ? last->children[0]
                                                                          : NULL;
}

void tag_body_text(struct compilation *c, struct plan *plan, struct buffer *out, struct node *tag) {
    bool named = false;
    uint32_t next_child = 0;
    ((struct hoisted_tag *)tag->lowering)->printed = true;
    for (uint32_t i = tag->first; i < tag->end;) {
        struct node *child = next_child < tag->child_count ? tag->children[next_child] : NULL;
        if (child && child->first == i) {
            type_text(c, plan, out, child);
            i = child->end;
            next_child++;
            continue;
        }
        bool is_name = i == tag->name_token;
        if (!named && (is_name || token_at(c, i)->kind == '{')) {
            type_append_word(out, tag_name(tag) ? tag_name(tag) : "");
            named = true;
        }
        if (!is_name) {
            append_token(c, out, i);
        }
        i++;
    }
}

static void walk(struct compilation *c, struct plan *plan, struct buffer *out, struct node *node) {
    uint32_t i = node->first;
    for (uint32_t child = 0; child < node->child_count; child++) {
        struct node *next = node->children[child];
        if (!next) {
            continue;
        }
        for (; i < next->first; i++) {
            append_token(c, out, i);
        }
        type_text(c, plan, out, next);
        i = next->end;
    }
    for (; i < node->end; i++) {
        append_token(c, out, i);
    }
}

void pointer_result_text(struct compilation *c, struct plan *plan, struct buffer *out,
                         struct node *call) {
    type_text(c, plan, out, call->children[0]);
    type_append(out, "((struct tarry_context *)0");
    for (uint32_t i = 1; i < call->child_count; i++) {
        type_append(out, ",");
        type_text(c, plan, out, call->children[i]);
    }
    type_append(out, ")");
}

void type_text(struct compilation *c, struct plan *plan, struct buffer *out, struct node *node) {
    switch (node->kind) {
    case NODE_IDENTIFIER:
        identifier_text(c, plan, out, node);
        return;
    case NODE_FUNCTION_NAME:
        type_append_word(out, arena_format(c->arena, "\"%s\"", plan->function->name));
        return;
    case NODE_AWAIT: {
        struct async_function *function = called_function(node->children[0]);
        if (function) {
            result_text(c, plan, out, function);
            return;
        }
        struct node *call = node->children[0];
        while (call->kind == NODE_PAREN) {
            call = call->children[0];
        }
        if (call->kind == NODE_BLOCKING) {
            type_append_word(out, "(");
            type_text(c, plan, out, call->children[0]);
            type_append(out, ")");
            return;
        }
        pointer_result_text(c, plan, out, call);
        return;
    }
    case NODE_STATEMENT_EXPR: {
        struct node *last = statement_value(node->children[0]);
        type_append_word(out, last ? "((void)0," : "((void)0");
        if (last) {
            type_text(c, plan, out, last);
        }
        type_append(out, ")");
        return;
    }
    case NODE_COMMA: // what is in front has its effect elsewhere
        type_append_word(out, "(void)(");
        type_text(c, plan, out, node->children[0]);
        type_append(out, "),");
        type_text(c, plan, out, node->children[1]);
        return;
    case NODE_TAG: {
        const struct hoisted_tag *hoisted = node->lowering;
        if (hoisted && !hoisted->printed) {
            tag_body_text(c, plan, out, node);
            return;
        }
        if (tag_name(node)) {
            append_token(c, out, node->first);
            type_append_word(out, tag_name(node));
            return;
        }
        break;
    }
    case NODE_ENUMERATOR:
        if (node->symbol && node->symbol->emitted_name) {
            type_append_word(out, node->symbol->emitted_name);
            for (uint32_t i = node->first + 1; i < node->end;) {
                struct node *child = node->child_count ? node->children[0] : NULL;
                if (child && child->first == i) {
                    type_text(c, plan, out, child);
                    i = child->end;
                } else {
                    append_token(c, out, i++);
                }
            }
            return;
        }
        break;
    case NODE_TYPEDEF_NAME:
        if (node->symbol && node->symbol->emitted_name) {
            type_append_word(out, node->symbol->emitted_name);
            return;
        }
        break;
    case NODE_TYPE_NAME:
        declaration_text(c, plan, out, node->children[0],
                         node->child_count > 1 ? node->children[1] : NULL, "", 0);
        return;
    case NODE_COMPOUND_LITERAL:
        type_append_word(out, "(*(__typeof__(");
        compound_type_text(c, plan, out, node);
        type_append(out, ") *)0)");
        return;
    default:
        break;
    }
    walk(c, plan, out, node);
}

// ---- declarations ----

static bool is_dropped_specifier(int kind) {
    return kind == TOKEN_ASYNC || kind == TOKEN_STATIC || kind == TOKEN_EXTERN ||
           kind == TOKEN_INLINE || kind == TOKEN_REGISTER || kind == TOKEN_AUTO ||
           kind == TOKEN_TYPEDEF || kind == TOKEN_NORETURN || kind == TOKEN_EXTENSION ||
           kind == TOKEN_THREAD_LOCAL;
}

// Attributes that belong to a type or an object's layout stay with the member; the others are about
// functions, unused variables and the like.
bool attribute_is_one_of(struct compilation *c, const struct node *attribute,
                         const char *const *names, size_t count) {
    for (uint32_t i = attribute->first; i < attribute->end; i++) {
        const struct token *token = token_at(c, i);
        for (size_t n = 0; token->kind == TOKEN_IDENTIFIER && n < count; n++) {
            size_t length = strlen(names[n]);
            const char *name = token->name + (strncmp(token->name, "__", 2) == 0 ? 2 : 0);
            if (strncmp(name, names[n], length) == 0 &&
                (name[length] == 0 || strcmp(name + length, "__") == 0)) {
                return true;
            }
        }
    }
    return false;
}

static bool attribute_shapes_type(struct compilation *c, const struct node *attribute) {
    static const char *const names[] = {"aligned",       "vector_size",     "mode",
                                        "may_alias",     "packed",          "transparent_union",
                                        "address_space", "ext_vector_type", "scalar_storage_order"};
    return attribute_is_one_of(c, attribute, names, sizeof names / sizeof *names);
}

static uint32_t matching_bracket(struct compilation *c, uint32_t open, uint32_t end) {
    int depth = 0;
    for (uint32_t i = open; i < end; i++) {
        int kind = token_at(c, i)->kind;
        depth += (kind == '(' || kind == '[' || kind == '{') -
                 (kind == ')' || kind == ']' || kind == '}');
        if (depth == 0) {
            return i;
        }
    }
    return end;
}

static void specifiers_text(struct compilation *c, struct plan *plan, struct buffer *out,
                            struct node *specifiers, bool strip_const, bool strip_alignment) {
    uint32_t child = 0;
    for (uint32_t i = specifiers->first; i < specifiers->end;) {
        struct node *next = child < specifiers->child_count ? specifiers->children[child] : NULL;
        if (next && next->first == i) {
            if (next->kind != NODE_ATTRIBUTE || attribute_shapes_type(c, next)) {
                type_text(c, plan, out, next);
            }
            i = next->end;
            child++;
            continue;
        }
        int kind = token_at(c, i)->kind;
        if (kind == TOKEN_ALIGNAS && strip_alignment) {
            i = matching_bracket(c, i + 1, specifiers->end) + 1;
            while (child < specifiers->child_count && specifiers->children[child]->first < i) {
                child++;
            }
            continue;
        }
        if (!is_dropped_specifier(kind) && !(strip_const && kind == TOKEN_CONST)) {
            append_token(c, out, i);
        }
        i++;
    }
}

uint32_t type_name_place(struct compilation *c, const struct node *declarator) {
    if (declarator->name_token != NO_TOKEN) {
        return declarator->name_token;
    }
    uint32_t i = declarator->first;
    for (;;) {
        int kind = i < declarator->end ? token_at(c, i)->kind : TOKEN_END;
        int next = i + 1 < declarator->end ? token_at(c, i + 1)->kind : TOKEN_END;
        if (kind == '*' || kind == TOKEN_CONST || kind == TOKEN_VOLATILE ||
            kind == TOKEN_RESTRICT || kind == TOKEN_ATOMIC ||
            (kind == '(' && (next == '*' || next == '(' || next == '['))) {
            i++;
        } else {
            return i;
        }
    }
}

static int token_kind_in(struct compilation *c, const struct node *node, uint32_t i) {
    return i < node->end ? token_at(c, i)->kind : TOKEN_END;
}

// The token behind the name and the parentheses right around it, as in `int (array)[2]`.
static uint32_t name_end(struct compilation *c, const struct node *declarator) {
    uint32_t place = type_name_place(c, declarator), end = place + 1;
    if (declarator->name_token == NO_TOKEN) {
        return place;
    }
    while (place > declarator->first && token_at(c, place - 1)->kind == '(' &&
           token_kind_in(c, declarator, end) == ')') {
        place--;
        end++;
    }
    return end;
}

// The first of them.
static uint32_t name_begin(struct compilation *c, const struct node *declarator, uint32_t end) {
    uint32_t place = type_name_place(c, declarator);
    return declarator->name_token == NO_TOKEN ? place : place - (end - place - 1);
}

static bool is_qualifier(int kind) {
    return kind == TOKEN_CONST || kind == TOKEN_VOLATILE || kind == TOKEN_RESTRICT ||
           kind == TOKEN_ATOMIC;
}

// The first of the qualifiers that stand right before the name: those of `*const volatile p`.
static uint32_t name_qualifiers(struct compilation *c, const struct node *declarator,
                                uint32_t place) {
    uint32_t i = place;
    while (i > declarator->first && is_qualifier(token_at(c, i - 1)->kind)) {
        i--;
    }
    return i;
}

static bool const_at_name(struct compilation *c, const struct node *declarator, uint32_t place) {
    for (uint32_t i = name_qualifiers(c, declarator, place); i < place; i++) {
        if (token_at(c, i)->kind == TOKEN_CONST) {
            return true;
        }
    }
    return false;
}

static void declarator_text(struct compilation *c, struct plan *plan, struct buffer *out,
                            struct node *declarator, const char *name, unsigned flags) {
    uint32_t after = name_end(c, declarator);
    uint32_t place = name_begin(c, declarator, after);
    uint32_t qualifiers = name_qualifiers(c, declarator, place);
    uint32_t skip_until = after;
    bool adjust = false;
    bool strip_const = (flags & (DECLARE_PARAMETER | DECLARE_UNQUALIFIED | DECLARE_RESULT)) != 0;
    if ((flags & DECLARE_RESULT) && token_kind_in(c, declarator, after) == '(') {
        skip_until = matching_bracket(c, after, declarator->end) + 1;
    }
    if (flags & DECLARE_PARAMETER) {
        int kind = token_kind_in(c, declarator, after);
        adjust = kind == '[' || kind == '(';
        strip_const = !adjust; // a const here is the elements'
        if (kind == '[') {
            skip_until = matching_bracket(c, after, declarator->end) + 1;
        }
    }
    uint32_t child = 0;
    bool named = false;
    for (uint32_t i = declarator->first; i <= declarator->end;) {
        if (i == place && !named) {
            type_append_word(out, adjust ? "(*" : "");
            type_append_word(out, name);
            type_append(out, adjust ? ")" : "");
            i = skip_until;
            named = true;
        }
        while (child < declarator->child_count && declarator->children[child]->first < i) {
            child++;
        }
        if (i >= declarator->end) {
            break;
        }
        struct node *next = child < declarator->child_count ? declarator->children[child] : NULL;
        if (next && next->first == i) {
            if (next->kind != NODE_ATTRIBUTE || attribute_shapes_type(c, next)) {
                type_text(c, plan, out, next);
            }
            i = next->end;
            continue;
        }
        bool dropped =
            strip_const && i >= qualifiers && i < place && token_at(c, i)->kind == TOKEN_CONST;
        if (!dropped) {
            append_token(c, out, i);
        }
        i++;
    }
}

void declaration_text(struct compilation *c, struct plan *plan, struct buffer *out,
                      struct node *specifiers, struct node *declarator, const char *name,
                      unsigned flags) {
    bool pointer =
        declarator && type_has_pointer(c, declarator->first, type_name_place(c, declarator));
    bool derived = declarator && token_kind_in(c, declarator, name_end(c, declarator)) == '[';
    bool strip_const = !pointer && ((flags & (DECLARE_UNQUALIFIED | DECLARE_RESULT)) ||
                                    ((flags & DECLARE_PARAMETER) && !derived));
    // _Alignas is for objects, not for types.
    bool strip_alignment = *name == 0 || (flags & DECLARE_TYPEDEF);
    specifiers_text(c, plan, out, specifiers, strip_const, strip_alignment);
    if (declarator && declarator->first < declarator->end) {
        declarator_text(c, plan, out, declarator, name, flags);
    } else if (*name) {
        type_append_word(out, name);
    }
}

bool symbol_is_top_const(struct compilation *c, const struct symbol *symbol) {
    if (!symbol->declarator || !symbol->specifiers) {
        return false;
    }
    uint32_t place = type_name_place(c, symbol->declarator);
    if (symbol->is_parameter &&
        token_kind_in(c, symbol->declarator, name_end(c, symbol->declarator)) == '[') {
        return false; // a pointer
    }
    if (type_has_pointer(c, symbol->declarator->first, place)) {
        return const_at_name(c, symbol->declarator, place);
    }
    for (uint32_t i = symbol->specifiers->first; i < symbol->specifiers->end; i++) {
        uint32_t child = 0;
        while (child < symbol->specifiers->child_count &&
               !(symbol->specifiers->children[child]->first <= i &&
                 i < symbol->specifiers->children[child]->end)) {
            child++;
        }
        if (child == symbol->specifiers->child_count && token_at(c, i)->kind == TOKEN_CONST) {
            return true;
        }
    }
    return false;
}

void symbol_declaration_text(struct compilation *c, struct plan *plan, struct buffer *out,
                             struct symbol *symbol, const char *name, unsigned flags) {
    struct node *initialiser =
        symbol->node && symbol->node->kind == NODE_INIT_DECLARATOR && symbol->node->child_count > 1
            ? symbol->node->children[1]
            : NULL;
    if (symbol->is_auto_type && initialiser) {
        type_append_word(out, "__typeof__((void)0,");
        type_text(c, plan, out, initialiser);
        buffer_print(out, ") %s", name);
    } else if (symbol->shape == SHAPE_ARRAY_UNKNOWN && initialiser && !symbol->is_parameter) {
        completed_array_text(c, plan, out, symbol->specifiers, symbol->declarator, initialiser,
                             name, flags);
    } else {
        declaration_text(c, plan, out, symbol->specifiers, symbol->declarator, name, flags);
    }
}

void compound_type_text(struct compilation *c, struct plan *plan, struct buffer *out,
                        struct node *literal) {
    struct node *type = literal->children[0];
    struct node *declarator = type->child_count > 1 ? type->children[1] : NULL;
    uint32_t place = declarator ? type_name_place(c, declarator) : NO_TOKEN;
    if (declarator && token_kind_in(c, declarator, place) == '[' &&
        token_kind_in(c, declarator, place + 1) == ']') {
        completed_array_text(c, plan, out, type->children[0], declarator, literal->children[1], "",
                             0);
    } else {
        declaration_text(c, plan, out, type->children[0], declarator, "", 0);
    }
}
