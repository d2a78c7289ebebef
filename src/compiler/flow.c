// Making the control flow graph of an async function: its blocks, its variables and labels, and the
// whole. flow_statement.c, flow_exit.c and flow_expression.c put the steps.
//
// The entry is flow_of().
#include "compiler/flow_build.h"

// ---- blocks ----

uint32_t flow_new_block(struct flow_builder *b) {
    struct flow *flow = b->flow;
    flow->blocks = arena_grow(b->c->arena, flow->blocks, flow->block_count, sizeof *flow->blocks);
    flow->blocks[flow->block_count] = (struct flow_block){0};
    return flow->block_count++;
}

void flow_connect(struct flow_builder *b, uint32_t from, uint32_t to) {
    struct flow_block *block = &b->flow->blocks[from];
    for (uint32_t i = 0; i < block->successor_count; i++) {
        if (block->successors[i] == to) {
            return;
        }
    }
    block->successors = arena_grow(b->c->arena, block->successors, block->successor_count,
                                   sizeof *block->successors);
    block->successors[block->successor_count++] = to;
    block = &b->flow->blocks[to];
    block->predecessors = arena_grow(b->c->arena, block->predecessors, block->predecessor_count,
                                     sizeof *block->predecessors);
    block->predecessors[block->predecessor_count++] = from;
}

void flow_begin(struct flow_builder *b, uint32_t block) {
    b->current = block;
}

// What follows a jump can only be reached by a label.
void flow_begin_unreached(struct flow_builder *b) {
    flow_begin(b, flow_new_block(b));
}

void flow_go_on_at(struct flow_builder *b, uint32_t block) {
    flow_connect(b, b->current, block);
    flow_begin(b, block);
}

struct flow_step *flow_put(struct flow_builder *b, enum flow_step_kind kind, struct node *node,
                           struct symbol *symbol) {
    struct flow_block *block = &b->flow->blocks[b->current];
    block->steps = arena_grow(b->c->arena, block->steps, block->step_count, sizeof *block->steps);
    struct flow_step *step = &block->steps[block->step_count++];
    *step = (struct flow_step){.kind = kind, .node = node, .symbol = symbol, .scope = b->scope};
    return step;
}

void flow_put_full(struct flow_builder *b, struct node *node) {
    if (b->depth == 0) {
        flow_put(b, FLOW_FULL, node, NULL);
    }
}

// ---- variables and labels ----

bool flow_is_variable(const struct symbol *symbol) {
    return symbol != NULL && symbol->number > 0 && symbol->kind != SYMBOL_LABEL;
}

static void add_variable(struct flow_builder *b, struct symbol *symbol) {
    struct flow *flow = b->flow;
    if (symbol == NULL) {
        return;
    }
    flow->variables =
        arena_grow(b->c->arena, flow->variables, flow->variable_count, sizeof *flow->variables);
    flow->variables[flow->variable_count++] = symbol;
    symbol->number = flow->variable_count;
}

bool flow_is_automatic(const struct symbol *symbol) {
    return symbol != NULL && symbol->kind == SYMBOL_OBJECT &&
           (symbol->storage == STORAGE_AUTO || symbol->storage == STORAGE_REGISTER);
}

static void add_label(struct flow_builder *b, struct symbol *symbol, const struct node *owner) {
    b->labels = arena_grow(b->c->arena, b->labels, b->label_count, sizeof *b->labels);
    b->labels[b->label_count++] =
        (struct flow_label){.symbol = symbol, .owner = owner, .block = flow_new_block(b)};
    symbol->number = b->label_count;
}

const struct node *flow_cleanup_of(const struct node *item, const struct node *owner) {
    if (item->kind == NODE_DEFER) {
        return item;
    }
    for (uint32_t i = 1; item->kind == NODE_DECLARATION && i < item->child_count; i++) {
        const struct node *declarator = item->children[i];
        if (declarator->kind == NODE_INIT_DECLARATOR && flow_is_automatic(declarator->symbol) &&
            declarator->symbol->has_cleanup) {
            owner = declarator;
        }
    }
    return owner;
}

// Finds all variables and labels, and which cleanup each label lies in.
static void find_names(struct flow_builder *b, struct node *node, const struct node *owner) {
    bool declares = node->kind == NODE_INIT_DECLARATOR && flow_is_automatic(node->symbol);
    if (declares || node->kind == NODE_SCOPE) {
        add_variable(b, node->symbol);
    } else if (node->kind == NODE_LABEL) {
        add_label(b, node->symbol, owner);
    }
    bool is_block = node->kind == NODE_COMPOUND || node->kind == NODE_FOR;
    for (uint32_t i = 0; i < node->child_count; i++) {
        struct node *child = node->children[i];
        if (child == NULL || child->kind == NODE_TAG || child->kind == NODE_PARAMETERS) {
            continue;
        }
        bool is_body = (node->kind == NODE_SCOPE && i + 1 == node->child_count) ||
                       (node->kind == NODE_WITHIN && i == 1);
        find_names(b, child, is_body ? node : child->kind == NODE_DEFER ? child : owner);
        if (is_block) {
            struct node *item = child;
            while ((item->kind == NODE_LABEL || item->kind == NODE_CASE) && item->child_count > 0) {
                item = item->children[item->child_count - 1];
            }
            owner = flow_cleanup_of(item, owner);
        }
    }
}

struct flow_label *flow_label_of(struct flow_builder *b, const struct symbol *symbol) {
    return symbol != NULL && symbol->number > 0 ? &b->labels[symbol->number - 1] : NULL;
}

static void find_addresses(struct flow_builder *b, const struct node *node) {
    if (node->kind == NODE_LABEL_ADDRESS && flow_label_of(b, node->symbol) != NULL) {
        flow_label_of(b, node->symbol)->address_taken = true;
    }
    for (uint32_t i = 0; i < node->child_count; i++) {
        if (node->children[i] != NULL) {
            find_addresses(b, node->children[i]);
        }
    }
}

// ---- the graph ----

static void mark_reachable(struct flow_builder *b) {
    struct flow *flow = b->flow;
    uint32_t *stack = arena_allocate(b->c->arena, flow->block_count * sizeof *stack);
    uint32_t depth = 0;
    stack[depth++] = FLOW_ENTRY;
    flow->blocks[FLOW_ENTRY].reachable = true;
    while (depth > 0) {
        const struct flow_block *block = &flow->blocks[stack[--depth]];
        for (uint32_t i = 0; i < block->successor_count; i++) {
            struct flow_block *next = &flow->blocks[block->successors[i]];
            if (!next->reachable) {
                next->reachable = true;
                stack[depth++] = block->successors[i];
            }
        }
    }
}

// A statement expression with a deferred statement needs statements around its value, as one that
// awaits does. Returns whether there is one in `node`.
static bool mark_defers(struct node *node) {
    bool found = false;
    for (uint32_t i = 0; i < node->child_count; i++) {
        if (node->children[i]) {
            found |= mark_defers(node->children[i]);
        }
    }
    if (node->kind == NODE_STATEMENT_EXPR) {
        const struct node *block = node->children[0];
        for (uint32_t i = 0; i < block->child_count; i++) {
            found |= block->children[i]->kind == NODE_DEFER;
        }
    }
    found &= node->kind != NODE_SIZEOF_EXPR && node->kind != NODE_SIZEOF_TYPE &&
             node->kind != NODE_TYPEOF && node->kind != NODE_STATIC_ASSERT;
    node->has_await |= found;
    return found;
}

static struct flow *make(struct compilation *c, struct async_function *function) {
    struct flow *flow = arena_allocate(c->arena, sizeof *flow);
    flow->function = function;
    struct flow_builder b = {.c = c, .flow = flow};
    struct node *definition = function->declaration;
    struct node *body = definition->children[definition->child_count - 1];
    mark_defers(body);
    flow_new_block(&b); // FLOW_ENTRY
    flow_new_block(&b); // FLOW_EXIT
    b.scope = definition->scope;
    for (uint32_t i = 0; function->parameters != NULL && i < function->parameters->child_count;
         i++) {
        add_variable(&b, function->parameters->children[i]->symbol);
    }
    find_names(&b, body, NULL);
    find_addresses(&b, body);
    flow_begin(&b, FLOW_ENTRY);
    for (uint32_t i = 0; function->parameters != NULL && i < function->parameters->child_count;
         i++) {
        if (function->parameters->children[i]->symbol != NULL) {
            flow_put(&b, FLOW_WRITE, definition, function->parameters->children[i]->symbol);
        }
    }
    flow_statement(&b, body);
    flow_connect(&b, b.current, FLOW_EXIT);
    mark_reachable(&b);
    return flow;
}

struct flow *flow_of(struct compilation *c, struct async_function *function) {
    if (function->flow == NULL) {
        function->flow = make(c, function);
    }
    return function->flow;
}

bool flow(struct compilation *c) {
    for (uint32_t i = 0; i < c->unit.item_count; i++) {
        const struct item *item = &c->unit.items[i];
        if (item->kind == ITEM_DEFINITION) {
            flow_of(c, item->functions[0]);
        }
    }
    return error_count(c) == 0;
}
