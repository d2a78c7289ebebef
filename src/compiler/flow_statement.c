// The steps of statements, for the control flow graph.
#include "compiler/flow_build.h"

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
        flow_put_full(b, declarator);
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
    flow_put_full(b, node);
    flow_branch(b, node->children[0], yes, no);
    flow_begin(b, yes);
    flow_statement(b, node->children[1]);
    flow_connect(b, b->current, after);
    flow_begin(b, no);
    if (node->child_count > 2) {
        flow_statement(b, node->children[2]);
    }
    flow_go_on_at(b, after);
}

static void run_switch(struct flow_builder *b, struct node *node) {
    flow_put_full(b, node);
    flow_full(b, node->children[0]);
    struct flow_region region = {.kind = FLOW_SWITCH,
                                 .outer = b->region,
                                 .selector = b->current,
                                 .break_block = flow_new_block(b)};
    b->region = &region;
    flow_begin_unreached(b);
    flow_statement(b, node->children[1]);
    b->region = region.outer;
    if (!region.has_default) {
        flow_connect(b, region.selector, region.break_block);
    }
    flow_go_on_at(b, region.break_block);
}

static void run_case(struct flow_builder *b, struct node *node) {
    struct flow_region *region = b->region;
    while (region != NULL && region->kind != FLOW_SWITCH) {
        region = region->outer;
    }
    flow_go_on_at(b, flow_new_block(b));
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
    flow_go_on_at(b, region.continue_block);
    flow_put_full(b, node);
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
    flow_go_on_at(b, body);
    flow_statement(b, node->children[0]);
    flow_go_on_at(b, region.continue_block);
    flow_put_full(b, node);
    flow_branch(b, node->children[1], body, region.break_block);
    close_loop(b, &region);
}

static void run_for_loop(struct flow_builder *b, struct node *node) {
    struct node *condition = node->children[1], *step = node->children[2];
    struct flow_region region;
    open_loop(b, &region);
    uint32_t head = flow_new_block(b), body = flow_new_block(b);
    flow_go_on_at(b, head);
    if (condition != NULL) {
        flow_put_full(b, node);
        flow_branch(b, condition, body, region.break_block);
    } else {
        flow_connect(b, b->current, body);
    }
    flow_begin(b, body);
    flow_statement(b, node->children[3]);
    flow_go_on_at(b, region.continue_block);
    if (step != NULL) {
        flow_put_full(b, node);
        flow_full(b, step);
    }
    flow_connect(b, b->current, head);
    close_loop(b, &region);
}

// The variables of a loop's head that have a cleanup, from `declarator` on, each around the rest.
static void run_for_in_cleanups(struct flow_builder *b, struct node *node, uint32_t declarator) {
    struct node *init = node->children[0];
    while (declarator < init->child_count &&
           !(flow_is_automatic(init->children[declarator]->symbol) &&
             init->children[declarator]->symbol->has_cleanup)) {
        declarator++;
    }
    if (declarator == init->child_count) {
        run_for_loop(b, node);
        return;
    }
    struct flow_region region;
    struct node *owner = init->children[declarator];
    flow_open_cleanup(b, &region, owner);
    run_for_in_cleanups(b, node, declarator + 1);
    flow_close_cleanup(b, &region);
    flow_put(b, FLOW_TOUCH, owner, owner->symbol);
    flow_resume_exits(b, &region);
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
        flow_put_full(b, node);
        flow_full(b, init);
    }
    run_for_loop(b, node);
}

static void run_return(struct flow_builder *b, struct node *node) {
    flow_put_full(b, node);
    if (node->child_count > 0) {
        flow_full(b, node->children[0]);
    }
    flow_jump_to(b, &(struct jump){.kind = JUMP_RETURN});
    flow_begin_unreached(b);
}

static void run_label(struct flow_builder *b, struct node *node) {
    flow_go_on_at(b, flow_label_of(b, node->symbol)->block);
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
    flow_put_full(b, node);
    bool jumps = false;
    for (uint32_t i = 0; i < node->child_count; i++) {
        if (node->children[i]->kind != NODE_LABEL_ADDRESS) {
            flow_rest(b, node->children[i]);
            touch_all(b, node->children[i]);
        }
    }
    for (uint32_t i = 0; i < node->child_count; i++) {
        const struct node *child = node->children[i];
        if (child->kind == NODE_LABEL_ADDRESS && flow_label_of(b, child->symbol) != NULL) {
            flow_connect(b, b->current, flow_label_of(b, child->symbol)->block);
            jumps = true;
        }
    }
    if (jumps) {
        flow_go_on_at(b, flow_new_block(b));
    }
}

// ---- Tarry's statements ----

static void run_scope(struct flow_builder *b, struct node *node) {
    flow_put_full(b, node);
    for (uint32_t i = 0; i + 1 < node->child_count; i++) {
        flow_full(b, node->children[i]);
    }
    flow_put(b, FLOW_DECLARE, node, node->symbol);
    flow_put(b, FLOW_WRITE, node, node->symbol);
    struct flow_region region;
    flow_open_cleanup(b, &region, node);
    flow_statement(b, node->children[node->child_count - 1]);
    flow_close_cleanup(b, &region);
    flow_put_full(b, node);
    flow_put(b, FLOW_SUSPEND, node, NULL);
    flow_resume_exits(b, &region);
}

// spawn (scope) [lvalue =] call;
static void run_spawn(struct flow_builder *b, struct node *node) {
    flow_put_full(b, node);
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
    flow_put_full(b, node);
    flow_full(b, node->children[0]);
    struct flow_region region;
    flow_open_cleanup(b, &region, node);
    flow_statement(b, node->children[1]);
    flow_close_cleanup(b, &region);
    flow_put_full(b, node);
    flow_resume_exits(b, &region);
    if (node->child_count > 2) {
        uint32_t otherwise = flow_new_block(b), after = flow_new_block(b);
        flow_connect(b, b->current, otherwise);
        flow_connect(b, b->current, after);
        flow_begin(b, otherwise);
        flow_statement(b, node->children[2]);
        flow_go_on_at(b, after);
    }
}

// race { when (expression) statement ... }: the arguments of every arm's wait, the wait, the rest of
// every arm's expression, the body of one.
static void run_race(struct flow_builder *b, struct node *node) {
    flow_put_full(b, node);
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
        flow_block_items(b, node, 0);
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
        flow_put_full(b, node);
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
            flow_put_full(b, node);
            flow_computed_goto(b, node);
            break;
        }
        flow_jump(b, node);
        break;
    case NODE_BREAK:
    case NODE_CONTINUE:
        flow_jump(b, node);
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
