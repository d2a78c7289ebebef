// Arrays that take their size from their initialiser: in a future they stand without it.
#include "compiler/plan.h"
#include "compiler/rules.h"
#include "compiler/types.h"

#include <string.h>

static const struct node *initialiser_value(const struct node *initialiser) {
    return initialiser->kind == NODE_INITIALIZER
               ? initialiser->children[initialiser->child_count - 1]
               : initialiser;
}

static bool elements_are_scalar(struct compilation *c, const struct node *specifiers,
                                const struct node *declarator) {
    if (type_has_pointer(c, declarator->first, type_name_place(c, declarator))) {
        return true;
    }
    for (uint32_t i = 0; i < specifiers->child_count; i++) {
        const struct node *child = specifiers->children[i];
        if (child->kind == NODE_TAG) {
            return token_at(c, child->first)->kind == TOKEN_ENUM;
        }
        if (child->kind == NODE_TYPEDEF_NAME) {
            enum shape shape = child->symbol ? child->symbol->shape
                                             : typedef_shape(token_at(c, child->first)->name);
            return shape == SHAPE_SCALAR;
        }
        if (child->kind == NODE_TYPEOF) {
            return false;
        }
    }
    return true;
}

// Prints the number of elements a braced list gives an array: the largest position any initialiser
// reaches.
static bool count_elements(struct compilation *c, struct plan *plan, struct buffer *out,
                           struct node *list, bool scalar_elements) {
    const char *base = "0";
    unsigned offset = 0;
    const char *largest = NULL; // of the runs that ended
    for (uint32_t i = 0; i < list->child_count; i++) {
        struct node *item = list->children[i];
        const struct node *value = initialiser_value(item);
        if (item->kind == NODE_INITIALIZER && item->child_count > 1) {
            const char *end = arena_format(c->arena, "(%s) + %u", base, offset);
            largest = largest ? arena_format(c->arena, "((%s) > (%s) ? (%s) : (%s))", largest, end,
                                             largest, end)
                              : end;
            struct buffer text = {0};
            // `[a ... b]` has two index expressions directly in the first brackets; the array
            // continues behind b.
            struct node *index = item->children[0];
            if (item->child_count > 2 &&
                token_at(c, item->children[0]->end)->kind == TOKEN_ELLIPSIS) {
                index = item->children[1];
            }
            type_text(c, plan, &text, index);
            base = arena_format(c->arena, "%s", text.data);
            buffer_destroy(&text);
            offset = 0;
        } else if (!scalar_elements && value->kind != NODE_INITIALIZER_LIST &&
                   value->kind != NODE_STRING && value->kind != NODE_COMPOUND_LITERAL) {
            return false;
        }
        offset++;
    }
    const char *end = arena_format(c->arena, "(%s) + %u", base, offset);
    if (largest) {
        end = arena_format(c->arena, "((%s) > (%s) ? (%s) : (%s))", largest, end, largest, end);
    } else if (strcmp(base, "0") == 0) {
        end = arena_format(c->arena, "%u", offset);
    }
    type_append(out, end);
    return true;
}

void completed_array_text(struct compilation *c, struct plan *plan, struct buffer *out,
                          struct node *specifiers, struct node *declarator,
                          struct node *initialiser, const char *name, unsigned flags) {
    while (initialiser->kind == NODE_PAREN) {
        initialiser = initialiser->children[0];
    }
    struct node *list = initialiser;
    if (list->kind == NODE_INITIALIZER_LIST && list->child_count == 1 &&
        list->children[0]->child_count == 1 &&
        initialiser_value(list->children[0])->kind == NODE_STRING &&
        !type_has_pointer(c, declarator->first, type_name_place(c, declarator))) {
        initialiser = list->children[0]->children[0];
    }
    struct buffer size = {0};
    if (initialiser->kind == NODE_STRING) {
        struct buffer text = {0};
        type_text(c, plan, &text, initialiser);
        buffer_print(&size, "sizeof(%s) / sizeof(*(%s))", text.data, text.data);
        buffer_destroy(&text);
    } else if (!count_elements(c, plan, &size, initialiser,
                               elements_are_scalar(c, specifiers, declarator))) {
        error_at(c,
                 declarator->name_token != NO_TOKEN ? declarator->name_token : initialiser->first,
                 RULE_ARRAY_SIZE,
                 "tarrycc cannot tell the size of this array, which lives across an await");
        hint(c, "give the array its size, or each element its braces");
        buffer_print(&size, "1");
    }
    const char *sized = arena_format(c->arena, "%s[%s]", name, size.data);
    buffer_destroy(&size);
    // Print the declarator with `name[size]` for the name and without the empty brackets.
    struct buffer text = {0};
    declaration_text(c, plan, &text, specifiers, declarator, "\1", flags);
    char *mark = strchr(text.data, '\1');
    const char *open = mark ? strchr(mark, '[') : NULL;
    const char *close = open ? strchr(open, ']') : NULL;
    if (!close) { // the array hides in a typedef
        buffer_append(out, text.data, (size_t)(mark ? mark - text.data : (long)text.length));
        type_append(out, name);
    } else {
        *mark = 0;
        type_append_word(out, text.data);
        type_append(out, sized);
        type_append(out, close + 1);
    }
    buffer_destroy(&text);
}
