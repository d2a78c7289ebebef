// Making the control flow graph of an async function: statements, and what stands on their way out.
//
// A cleanup (a deferred statement, the end of a scope, a variable with a cleanup attribute, a
// deadline) is one place at the end of its block, with a block of the graph where exits arrive.
// Behind it the way goes on to wherever any of the exits that came through wants to go.
//
// The entry is flow_of().
#include "compiler/flow_build.h"

#include <string.h>

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
static void begin_unreached(struct flow_builder *b) {
    flow_begin(b, flow_new_block(b));
}

static void go_on_at(struct flow_builder *b, uint32_t block) {
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

static void put_full(struct flow_builder *b, struct node *node) {
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

static bool is_automatic(const struct symbol *symbol) {
    return symbol != NULL && symbol->kind == SYMBOL_OBJECT &&
           (symbol->storage == STORAGE_AUTO || symbol->storage == STORAGE_REGISTER);
}

static void add_label(struct flow_builder *b, struct symbol *symbol, const struct node *owner) {
    b->labels = arena_grow(b->c->arena, b->labels, b->label_count, sizeof *b->labels);
    b->labels[b->label_count++] =
        (struct flow_label){.symbol = symbol, .owner = owner, .block = flow_new_block(b)};
    symbol->number = b->label_count;
}

static const struct node *cleanup_of(const struct node *item, const struct node *owner) {
    if (item->kind == NODE_DEFER) {
        return item;
    }
    for (uint32_t i = 1; item->kind == NODE_DECLARATION && i < item->child_count; i++) {
        const struct node *declarator = item->children[i];
        if (declarator->kind == NODE_INIT_DECLARATOR && is_automatic(declarator->symbol) &&
            declarator->symbol->has_cleanup) {
            owner = declarator;
        }
    }
    return owner;
}

// Finds all variables and labels, and which cleanup each label lies in.
static void find_names(struct flow_builder *b, struct node *node, const struct node *owner) {
    bool declares = node->kind == NODE_INIT_DECLARATOR && is_automatic(node->symbol);
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
            owner = cleanup_of(item, owner);
        }
    }
}

static struct flow_label *label_of(struct flow_builder *b, const struct symbol *symbol) {
    return symbol != NULL && symbol->number > 0 ? &b->labels[symbol->number - 1] : NULL;
}

static void find_addresses(struct flow_builder *b, const struct node *node) {
    if (node->kind == NODE_LABEL_ADDRESS && label_of(b, node->symbol) != NULL) {
        label_of(b, node->symbol)->address_taken = true;
    }
    for (uint32_t i = 0; i < node->child_count; i++) {
        if (node->children[i] != NULL) {
            find_addresses(b, node->children[i]);
        }
    }
}

// ---- exits ----

static struct flow_region *cleanup_before(struct flow_builder *b, const struct jump *jump) {
    const struct flow_label *label = jump->kind == JUMP_LABEL ? label_of(b, jump->label) : NULL;
    for (struct flow_region *region = b->region; region != NULL; region = region->outer) {
        if (jump->loop != NULL && region == jump->loop) {
            return NULL;
        }
        if (region->kind == FLOW_CLEANUP) {
            return label != NULL && label->owner == region->owner ? NULL : region;
        }
    }
    return NULL;
}

static void add_exit(struct flow_builder *b, struct flow_region *region, const struct jump *jump) {
    for (uint32_t i = 0; i < region->exit_count; i++) {
        const struct jump *other = &region->exits[i];
        if (other->kind == jump->kind && other->loop == jump->loop && other->label == jump->label) {
            return;
        }
    }
    region->exits =
        arena_grow(b->c->arena, region->exits, region->exit_count, sizeof *region->exits);
    region->exits[region->exit_count++] = *jump;
}

static void jump_to(struct flow_builder *b, const struct jump *jump) {
    struct flow_region *cleanup = cleanup_before(b, jump);
    if (cleanup != NULL) {
        add_exit(b, cleanup, jump);
        flow_connect(b, b->current, cleanup->leave_block);
        return;
    }
    switch (jump->kind) {
    case JUMP_RETURN:
        flow_connect(b, b->current, FLOW_EXIT);
        break;
    case JUMP_BREAK:
        flow_connect(b, b->current, jump->loop->break_block);
        break;
    case JUMP_CONTINUE:
        flow_connect(b, b->current, jump->loop->continue_block);
        break;
    case JUMP_LABEL:
        if (label_of(b, jump->label) != NULL) {
            flow_connect(b, b->current, label_of(b, jump->label)->block);
        }
        break;
    }
}

static struct flow_region *innermost(struct flow_builder *b, bool loops_only) {
    struct flow_region *region = b->region;
    while (region != NULL &&
           !(region->kind == FLOW_LOOP || (region->kind == FLOW_SWITCH && !loops_only))) {
        region = region->outer;
    }
    return region;
}

static void run_jump(struct flow_builder *b, struct node *node) {
    struct jump jump = {.kind = node->kind == NODE_BREAK      ? JUMP_BREAK
                                : node->kind == NODE_CONTINUE ? JUMP_CONTINUE
                                                              : JUMP_LABEL};
    if (jump.kind == JUMP_LABEL) {
        jump.label = node->symbol;
    } else {
        jump.loop = innermost(b, jump.kind == JUMP_CONTINUE);
    }
    if (jump.kind == JUMP_LABEL || jump.loop != NULL) {
        jump_to(b, &jump);
    }
    begin_unreached(b);
}

static void run_computed_goto(struct flow_builder *b, struct node *node) {
    flow_full(b, node->children[0]);
    for (uint32_t i = 0; i < b->label_count; i++) {
        if (b->labels[i].address_taken) {
            flow_connect(b, b->current, b->labels[i].block);
        }
    }
    begin_unreached(b);
}

// ---- cleanups ----

static void open_cleanup(struct flow_builder *b, struct flow_region *region,
                         const struct node *owner) {
    *region = (struct flow_region){
        .kind = FLOW_CLEANUP, .outer = b->region, .owner = owner, .leave_block = flow_new_block(b)};
    b->region = region;
}

// The code that follows now is the cleanup.
static void close_cleanup(struct flow_builder *b, struct flow_region *region) {
    b->region = region->outer;
    go_on_at(b, region->leave_block);
}

// It has been run: the exits that came through it go on.
static void resume_exits(struct flow_builder *b, const struct flow_region *region) {
    for (uint32_t i = 0; i < region->exit_count; i++) {
        jump_to(b, &region->exits[i]);
    }
    if (region->exit_count > 0) {
        go_on_at(b, flow_new_block(b));
    }
}

static void block_items(struct flow_builder *b, struct node *compound, uint32_t from);

// What follows a deferred statement, or a variable with a cleanup (from `declarator` of `owner` on),
// in its block.
static void rest_of_block(struct flow_builder *b, struct node *compound, uint32_t next,
                          struct node *owner, uint32_t declarator) {
    if (owner->kind == NODE_DECLARATION) {
        while (declarator < owner->child_count &&
               !(is_automatic(owner->children[declarator]->symbol) &&
                 owner->children[declarator]->symbol->has_cleanup)) {
            declarator++;
        }
        if (declarator == owner->child_count) {
            block_items(b, compound, next);
            return;
        }
    }
    struct flow_region region;
    struct node *cleanup = owner->kind == NODE_DECLARATION ? owner->children[declarator] : owner;
    open_cleanup(b, &region, cleanup);
    if (owner->kind == NODE_DECLARATION) {
        rest_of_block(b, compound, next, owner, declarator + 1);
    } else {
        block_items(b, compound, next);
    }
    close_cleanup(b, &region);
    if (cleanup->kind == NODE_DEFER) {
        flow_statement(b, cleanup->children[0]);
    } else {
        flow_put(b, FLOW_TOUCH, cleanup, cleanup->symbol);
    }
    resume_exits(b, &region);
}

static struct node *cleanup_item(struct node *item) {
    while ((item->kind == NODE_LABEL || item->kind == NODE_CASE) && item->child_count > 0) {
        item = item->children[item->child_count - 1];
    }
    return cleanup_of(item, NULL) != NULL ? item : NULL;
}

static void block_items(struct flow_builder *b, struct node *compound, uint32_t from) {
    for (uint32_t i = from; i < compound->child_count; i++) {
        struct node *item = compound->children[i];
        flow_statement(b, item); // a deferred one does nothing here
        struct node *owner = cleanup_item(item);
        if (owner != NULL) {
            rest_of_block(b, compound, i + 1, owner, 1);
            return;
        }
    }
}

// ---- statements ----

static void run_declaration(struct flow_builder *b, struct node *node) {
    if (node->child_count > 0) {
        flow_sizes(b, node->children[0]);
    }
    for (uint32_t i = 1; i < node->child_count; i++) {
        struct node *declarator = node->children[i];
        if (declarator->kind != NODE_INIT_DECLARATOR) {
            continue;
        }
        put_full(b, declarator);
        flow_prepare(b, declarator->children[0]);
        flow_sizes(b, declarator->children[0]);
        bool is_variable = flow_is_variable(declarator->symbol);
        if (is_variable) {
            flow_put(b, FLOW_DECLARE, declarator, declarator->symbol);
        }
        if (declarator->child_count > 1) {
            if (declarator->symbol == NULL || declarator->symbol->storage != STORAGE_STATIC) {
                flow_full(b, declarator->children[1]);
            }
            if (is_variable) {
                flow_put(b, FLOW_WRITE, declarator, declarator->symbol);
            }
        }
    }
}

static void run_if(struct flow_builder *b, struct node *node) {
    uint32_t yes = flow_new_block(b), no = flow_new_block(b), after = flow_new_block(b);
    put_full(b, node);
    flow_branch(b, node->children[0], yes, no);
    flow_begin(b, yes);
    flow_statement(b, node->children[1]);
    flow_connect(b, b->current, after);
    flow_begin(b, no);
    if (node->child_count > 2) {
        flow_statement(b, node->children[2]);
    }
    go_on_at(b, after);
}

static void run_switch(struct flow_builder *b, struct node *node) {
    put_full(b, node);
    flow_full(b, node->children[0]);
    struct flow_region region = {.kind = FLOW_SWITCH,
                                 .outer = b->region,
                                 .selector = b->current,
                                 .break_block = flow_new_block(b)};
    b->region = &region;
    begin_unreached(b);
    flow_statement(b, node->children[1]);
    b->region = region.outer;
    if (!region.has_default) {
        flow_connect(b, region.selector, region.break_block);
    }
    go_on_at(b, region.break_block);
}

static void run_case(struct flow_builder *b, struct node *node) {
    struct flow_region *region = b->region;
    while (region != NULL && region->kind != FLOW_SWITCH) {
        region = region->outer;
    }
    go_on_at(b, flow_new_block(b));
    if (region != NULL) {
        flow_connect(b, region->selector, b->current);
        region->has_default |= token_at(b->c, node->first)->kind == TOKEN_DEFAULT;
    }
    if (node->child_count > 0 && node->children[node->child_count - 1] != NULL) {
        flow_statement(b, node->children[node->child_count - 1]);
    }
}

static void open_loop(struct flow_builder *b, struct flow_region *region) {
    *region = (struct flow_region){.kind = FLOW_LOOP,
                                   .outer = b->region,
                                   .break_block = flow_new_block(b),
                                   .continue_block = flow_new_block(b)};
    b->region = region;
}

static void close_loop(struct flow_builder *b, const struct flow_region *region) {
    b->region = region->outer;
    flow_begin(b, region->break_block);
}

static void run_while(struct flow_builder *b, struct node *node) {
    struct flow_region region;
    open_loop(b, &region);
    uint32_t body = flow_new_block(b);
    go_on_at(b, region.continue_block);
    put_full(b, node);
    flow_branch(b, node->children[0], body, region.break_block);
    flow_begin(b, body);
    flow_statement(b, node->children[1]);
    flow_connect(b, b->current, region.continue_block);
    close_loop(b, &region);
}

static void run_do(struct flow_builder *b, struct node *node) {
    struct flow_region region;
    open_loop(b, &region);
    uint32_t body = flow_new_block(b);
    go_on_at(b, body);
    flow_statement(b, node->children[0]);
    go_on_at(b, region.continue_block);
    put_full(b, node);
    flow_branch(b, node->children[1], body, region.break_block);
    close_loop(b, &region);
}

static void run_for_loop(struct flow_builder *b, struct node *node) {
    struct node *condition = node->children[1], *step = node->children[2];
    struct flow_region region;
    open_loop(b, &region);
    uint32_t head = flow_new_block(b), body = flow_new_block(b);
    go_on_at(b, head);
    if (condition != NULL) {
        put_full(b, node);
        flow_branch(b, condition, body, region.break_block);
    } else {
        flow_connect(b, b->current, body);
    }
    flow_begin(b, body);
    flow_statement(b, node->children[3]);
    go_on_at(b, region.continue_block);
    if (step != NULL) {
        put_full(b, node);
        flow_full(b, step);
    }
    flow_connect(b, b->current, head);
    close_loop(b, &region);
}

// The variables of a loop's head that have a cleanup, from `declarator` on, each around the rest.
static void run_for_in_cleanups(struct flow_builder *b, struct node *node, uint32_t declarator) {
    struct node *init = node->children[0];
    while (declarator < init->child_count && !(is_automatic(init->children[declarator]->symbol) &&
                                               init->children[declarator]->symbol->has_cleanup)) {
        declarator++;
    }
    if (declarator == init->child_count) {
        run_for_loop(b, node);
        return;
    }
    struct flow_region region;
    struct node *owner = init->children[declarator];
    open_cleanup(b, &region, owner);
    run_for_in_cleanups(b, node, declarator + 1);
    close_cleanup(b, &region);
    flow_put(b, FLOW_TOUCH, owner, owner->symbol);
    resume_exits(b, &region);
}

static void run_for(struct flow_builder *b, struct node *node) {
    struct node *init = node->children[0];
    flow_put(b, FLOW_ENTER, node, NULL);
    if (init != NULL && init->kind == NODE_DECLARATION) {
        flow_statement(b, init);
        run_for_in_cleanups(b, node, 1);
        return;
    }
    if (init != NULL) {
        put_full(b, node);
        flow_full(b, init);
    }
    run_for_loop(b, node);
}

static void run_return(struct flow_builder *b, struct node *node) {
    put_full(b, node);
    if (node->child_count > 0) {
        flow_full(b, node->children[0]);
    }
    jump_to(b, &(struct jump){.kind = JUMP_RETURN});
    begin_unreached(b);
}

static void run_label(struct flow_builder *b, struct node *node) {
    go_on_at(b, label_of(b, node->symbol)->block);
    if (node->child_count > 0 && node->children[node->child_count - 1] != NULL) {
        flow_statement(b, node->children[node->child_count - 1]);
    }
}

static void touch_all(struct flow_builder *b, struct node *node) {
    if (node->kind == NODE_IDENTIFIER && flow_is_variable(node->symbol)) {
        flow_put(b, FLOW_TOUCH, node, node->symbol);
    }
    for (uint32_t i = 0; i < node->child_count; i++) {
        touch_all(b, node->children[i]);
    }
}

static void run_asm(struct flow_builder *b, struct node *node) {
    put_full(b, node);
    bool jumps = false;
    for (uint32_t i = 0; i < node->child_count; i++) {
        if (node->children[i]->kind != NODE_LABEL_ADDRESS) {
            flow_rest(b, node->children[i]);
            touch_all(b, node->children[i]);
        }
    }
    for (uint32_t i = 0; i < node->child_count; i++) {
        const struct node *child = node->children[i];
        if (child->kind == NODE_LABEL_ADDRESS && label_of(b, child->symbol) != NULL) {
            flow_connect(b, b->current, label_of(b, child->symbol)->block);
            jumps = true;
        }
    }
    if (jumps) {
        go_on_at(b, flow_new_block(b));
    }
}

// ---- Tarry's statements ----

static void run_scope(struct flow_builder *b, struct node *node) {
    put_full(b, node);
    for (uint32_t i = 0; i + 1 < node->child_count; i++) {
        flow_full(b, node->children[i]);
    }
    flow_put(b, FLOW_DECLARE, node, node->symbol);
    flow_put(b, FLOW_WRITE, node, node->symbol);
    struct flow_region region;
    open_cleanup(b, &region, node);
    flow_statement(b, node->children[node->child_count - 1]);
    close_cleanup(b, &region);
    put_full(b, node);
    flow_put(b, FLOW_SUSPEND, node, NULL);
    resume_exits(b, &region);
}

// spawn (scope) [lvalue =] call;
static void run_spawn(struct flow_builder *b, struct node *node) {
    put_full(b, node);
    for (uint32_t i = 0; i < node->child_count; i++) {
        flow_prepare(b, node->children[i]);
    }
    flow_rest(b, node->children[0]);
    if (node->op == TOKEN_AWAIT) { // it waits for room, before anything is evaluated
        flow_put(b, FLOW_CHILD, node, NULL);
        flow_put(b, FLOW_SUSPEND, node, NULL);
    }
    for (uint32_t i = 1; i < node->child_count; i++) {
        flow_rest(b, node->children[i]);
    }
    if (node->child_count > 2) {
        touch_all(b, node->children[1]);
    }
    flow_put(b, FLOW_EVALUATE, node, NULL);
}

// within (duration) statement [else statement]
static void run_within(struct flow_builder *b, struct node *node) {
    put_full(b, node);
    flow_full(b, node->children[0]);
    struct flow_region region;
    open_cleanup(b, &region, node);
    flow_statement(b, node->children[1]);
    close_cleanup(b, &region);
    put_full(b, node);
    resume_exits(b, &region);
    if (node->child_count > 2) {
        uint32_t otherwise = flow_new_block(b), after = flow_new_block(b);
        flow_connect(b, b->current, otherwise);
        flow_connect(b, b->current, after);
        flow_begin(b, otherwise);
        flow_statement(b, node->children[2]);
        go_on_at(b, after);
    }
}

// race { when (expression) statement ... }: the arguments of every arm's wait, the wait, the rest of
// every arm's expression, the body of one.
static void run_race(struct flow_builder *b, struct node *node) {
    put_full(b, node);
    flow_put(b, FLOW_CHILD, node, NULL);
    for (uint32_t i = 0; i < node->child_count; i++) {
        flow_prepare(b, node->children[i]->children[0]);
    }
    flow_put(b, FLOW_SUSPEND, node, NULL);
    for (uint32_t i = 0; i < node->child_count; i++) {
        flow_rest(b, node->children[i]->children[0]);
    }
    uint32_t from = b->current, after = flow_new_block(b);
    flow_connect(b, from, after);
    for (uint32_t i = 0; i < node->child_count; i++) {
        uint32_t body = flow_new_block(b);
        flow_connect(b, from, body);
        flow_begin(b, body);
        flow_statement(b, node->children[i]->children[1]);
        flow_connect(b, b->current, after);
    }
    flow_begin(b, after);
}

// ---- all of them ----

static void run_in_scope(struct flow_builder *b, struct node *node) {
    switch (node->kind) {
    case NODE_COMPOUND:
        flow_put(b, FLOW_ENTER, node, NULL);
        block_items(b, node, 0);
        break;
    case NODE_FOR:
        run_for(b, node);
        break;
    case NODE_SCOPE:
        flow_put(b, FLOW_ENTER, node, NULL);
        run_scope(b, node);
        break;
    case NODE_DECLARATION:
        run_declaration(b, node);
        break;
    case NODE_EXPR_STATEMENT:
        put_full(b, node);
        if (node->child_count > 0) {
            flow_full(b, node->children[0]);
        }
        break;
    case NODE_IF:
        run_if(b, node);
        break;
    case NODE_SWITCH:
        run_switch(b, node);
        break;
    case NODE_CASE:
        run_case(b, node);
        break;
    case NODE_LABEL:
        run_label(b, node);
        break;
    case NODE_WHILE:
        run_while(b, node);
        break;
    case NODE_DO:
        run_do(b, node);
        break;
    case NODE_GOTO:
        if (node->child_count > 0) {
            put_full(b, node);
            run_computed_goto(b, node);
            break;
        }
        run_jump(b, node);
        break;
    case NODE_BREAK:
    case NODE_CONTINUE:
        run_jump(b, node);
        break;
    case NODE_RETURN:
        run_return(b, node);
        break;
    case NODE_ASM:
        run_asm(b, node);
        break;
    case NODE_SPAWN:
        run_spawn(b, node);
        break;
    case NODE_WITHIN:
        run_within(b, node);
        break;
    case NODE_RACE:
        run_race(b, node);
        break;
    default: // a deferred statement stands at the end of its block; the others do nothing
        break;
    }
}

void flow_statement(struct flow_builder *b, struct node *node) {
    struct scope *outer = b->scope;
    if (node->scope != NULL) {
        b->scope = node->scope;
    }
    run_in_scope(b, node);
    b->scope = outer;
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
