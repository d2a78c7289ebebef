// Local types of a function that awaits move to file scope, in front of its future, whose members
// mention them: structs, unions, enums and typedefs, under new names (`struct point` of `job`
// becomes `struct job__point`).
#include "compiler/plan.h"
#include "compiler/types.h"

#include <string.h>

const char *file_scope_name(struct compilation *c, struct plan *plan, const char *name) {
    static const char *const taken[] = {"future", "head", "poll", "function", "awaits", "declared"};
    const char *mark = "";
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++) {
        mark = strcmp(name, taken[i]) == 0 ? "_" : mark;
    }
    const char *base = arena_format(c->arena, "%s__%s%s", plan->function->name, name, mark);
    return unique_field(c, plan, base);
}

// `struct { int x; };` in a struct: with a tag it would no longer be a member.
static void keep_anonymous(struct compilation *c, const struct node *member) {
    const struct node *specifiers = member->child_count == 1 ? member->children[0] : NULL;
    for (uint32_t i = 0; specifiers && i < specifiers->child_count; i++) {
        struct node *part = specifiers->children[i];
        if (part->kind == NODE_TAG && part->is_definition && !part->symbol && !part->lowering) {
            part->lowering = arena_allocate(c->arena, sizeof(struct hoisted_tag));
        }
    }
}

static void rename_tags(struct compilation *c, struct plan *plan, struct node *node) {
    for (uint32_t i = 0; node->kind == NODE_TAG && i < node->child_count; i++) {
        if (node->children[i]->kind == NODE_DECLARATION) {
            keep_anonymous(c, node->children[i]);
        }
    }
    if (node->kind == NODE_TAG && node->symbol && !node->symbol->emitted_name) {
        node->symbol->emitted_name = file_scope_name(c, plan, node->symbol->name);
    }
    if (node->kind == NODE_TAG && node->is_definition && !node->lowering) {
        struct hoisted_tag *tag = arena_allocate(c->arena, sizeof *tag);
        tag->name =
            node->symbol ? node->symbol->emitted_name : file_scope_name(c, plan, "anonymous");
        node->lowering = tag;
    }
    if (node->kind == NODE_ENUMERATOR && node->symbol) {
        node->symbol->emitted_name = file_scope_name(c, plan, node->symbol->name);
    }
    for (uint32_t i = 0; i < node->child_count; i++) {
        if (node->children[i]) {
            rename_tags(c, plan, node->children[i]);
        }
    }
}

// The new name of a tag, NULL if it keeps its own.
const char *tag_name(const struct node *tag) {
    const struct hoisted_tag *hoisted = tag->lowering;
    return tag->symbol && tag->symbol->emitted_name ? tag->symbol->emitted_name
           : hoisted                                ? hoisted->name
                                                    : NULL;
}

static void hoist_tag(struct compilation *c, struct plan *plan, struct node *tag) {
    rename_tags(c, plan, tag);
    if (((struct hoisted_tag *)tag->lowering)->printed) {
        return;
    }
    struct buffer text = {0};
    tag_body_text(c, plan, &text, tag);
    add_line(c, &plan->hoisted, tag->first, "%s;", text.data);
    buffer_destroy(&text);
}

static void hoist_typedef(struct compilation *c, struct plan *plan, struct node *declaration) {
    for (uint32_t i = 1; i < declaration->child_count; i++) {
        struct node *child = declaration->children[i];
        if (child->kind != NODE_INIT_DECLARATOR || !child->symbol ||
            child->symbol->shape == SHAPE_VLA) {
            continue;
        }
        const char *name = file_scope_name(c, plan, child->symbol->name);
        struct buffer text = {0};
        declaration_text(c, plan, &text, declaration->children[0], child->children[0], name, 0);
        add_line(c, &plan->hoisted, child->symbol->token, "typedef %s;", text.data);
        buffer_destroy(&text);
        child->symbol->emitted_name = name;
    }
}

// What a pragma says of the layout of types goes where the types go.
static bool pragma_shapes_types(struct compilation *c, const struct node *pragma) {
    static const char *const words[] = {"pack", "scalar_storage_order", "ms_struct"};
    const char *text = token_text(c, pragma->first);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strstr(text, words[i])) {
            return true;
        }
    }
    return false;
}

static void hoist_node(struct compilation *c, struct plan *plan, struct node *node) {
    if (node->kind == NODE_PRAGMA && pragma_shapes_types(c, node)) {
        add_line(c, &plan->hoisted, node->first, "%s", PRAGMA_LINE);
    }
    if (node->kind == NODE_TAG &&
        (node->is_definition || (node->symbol && !node->symbol->emitted_name))) {
        if (node->is_definition) {
            hoist_tag(c, plan, node);
        } else {
            rename_tags(c, plan, node);
        }
        return;
    }
    for (uint32_t i = 0; i < node->child_count; i++) {
        if (node->children[i]) {
            hoist_node(c, plan, node->children[i]);
        }
    }
    if (node->kind == NODE_DECLARATION && node->child_count > 1 && node->children[1]->symbol &&
        node->children[1]->symbol->kind == SYMBOL_TYPEDEF) {
        hoist_typedef(c, plan, node);
    }
}

void hoist_types(struct compilation *c, struct plan *plan) {
    if (plan->hoists) {
        hoist_node(c, plan, plan->body);
    }
}
