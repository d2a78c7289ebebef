// The ways out of a statement, and what stands on them, for the control flow graph.
//
// A cleanup (a deferred statement, the end of a scope, a variable with a cleanup attribute, a
// deadline) is one place at the end of its block, with a block of the graph where exits arrive.
// Behind it the way goes on to wherever any of the exits that came through wants to go.
#include "compiler/flow_build.h"

// ---- exits ----

static struct flow_region *cleanup_before(struct flow_builder *b, const struct jump *jump) {
    const struct flow_label *label =
        jump->kind == JUMP_LABEL ? flow_label_of(b, jump->label) : NULL;
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

void flow_jump_to(struct flow_builder *b, const struct jump *jump) {
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
        if (flow_label_of(b, jump->label) != NULL) {
            flow_connect(b, b->current, flow_label_of(b, jump->label)->block);
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

void flow_jump(struct flow_builder *b, struct node *node) {
    struct jump jump = {.kind = node->kind == NODE_BREAK      ? JUMP_BREAK
                                : node->kind == NODE_CONTINUE ? JUMP_CONTINUE
                                                              : JUMP_LABEL};
    if (jump.kind == JUMP_LABEL) {
        jump.label = node->symbol;
    } else {
        jump.loop = innermost(b, jump.kind == JUMP_CONTINUE);
    }
    if (jump.kind == JUMP_LABEL || jump.loop != NULL) {
        flow_jump_to(b, &jump);
    }
    flow_begin_unreached(b);
}

void flow_computed_goto(struct flow_builder *b, struct node *node) {
    flow_full(b, node->children[0]);
    for (uint32_t i = 0; i < b->label_count; i++) {
        if (b->labels[i].address_taken) {
            flow_connect(b, b->current, b->labels[i].block);
        }
    }
    flow_begin_unreached(b);
}

// ---- cleanups ----

void flow_open_cleanup(struct flow_builder *b, struct flow_region *region,
                       const struct node *owner) {
    *region = (struct flow_region){
        .kind = FLOW_CLEANUP, .outer = b->region, .owner = owner, .leave_block = flow_new_block(b)};
    b->region = region;
}

// The code that follows now is the cleanup.
void flow_close_cleanup(struct flow_builder *b, struct flow_region *region) {
    b->region = region->outer;
    flow_go_on_at(b, region->leave_block);
}

// It has been run: the exits that came through it go on.
void flow_resume_exits(struct flow_builder *b, const struct flow_region *region) {
    for (uint32_t i = 0; i < region->exit_count; i++) {
        flow_jump_to(b, &region->exits[i]);
    }
    if (region->exit_count > 0) {
        flow_go_on_at(b, flow_new_block(b));
    }
}

// What follows a deferred statement, or a variable with a cleanup (from `declarator` of `owner` on),
// in its block.
static void rest_of_block(struct flow_builder *b, struct node *compound, uint32_t next,
                          struct node *owner, uint32_t declarator) {
    if (owner->kind == NODE_DECLARATION) {
        while (declarator < owner->child_count &&
               !(flow_is_automatic(owner->children[declarator]->symbol) &&
                 owner->children[declarator]->symbol->has_cleanup)) {
            declarator++;
        }
        if (declarator == owner->child_count) {
            flow_block_items(b, compound, next);
            return;
        }
    }
    struct flow_region region;
    struct node *cleanup = owner->kind == NODE_DECLARATION ? owner->children[declarator] : owner;
    flow_open_cleanup(b, &region, cleanup);
    if (owner->kind == NODE_DECLARATION) {
        rest_of_block(b, compound, next, owner, declarator + 1);
    } else {
        flow_block_items(b, compound, next);
    }
    flow_close_cleanup(b, &region);
    if (cleanup->kind == NODE_DEFER) {
        flow_statement(b, cleanup->children[0]);
    } else {
        flow_put(b, FLOW_TOUCH, cleanup, cleanup->symbol);
    }
    flow_resume_exits(b, &region);
}

static struct node *cleanup_item(struct node *item) {
    while ((item->kind == NODE_LABEL || item->kind == NODE_CASE) && item->child_count > 0) {
        item = item->children[item->child_count - 1];
    }
    return flow_cleanup_of(item, NULL) != NULL ? item : NULL;
}

void flow_block_items(struct flow_builder *b, struct node *compound, uint32_t from) {
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
