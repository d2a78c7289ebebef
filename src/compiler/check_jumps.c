// Where control may go. A region is a stretch of code with something to do when it is left: the
// block of a scope or a within, what follows a `defer` or a variable with a cleanup in its block, the deferred
// statement itself; also a statement expression. Regions nest. A jump may leave regions (their
// cleanups run), except a deferred statement's; it may enter none.
#include "compiler/check.h"
#include "compiler/diagnostic.h"
#include "compiler/rules.h"

enum region_kind {
    REGION_FUNCTION,
    REGION_SCOPE,
    REGION_WITHIN,
    REGION_DEFERRED,   // inside the statement
    REGION_PAST_DEFER, // the rest of the block behind it
    REGION_PAST_CLEANUP,
    REGION_STATEMENT_EXPR,
};

struct region {
    struct region *outer;
    enum region_kind kind;
    uint32_t depth;
    uint32_t token; // where it begins
};

// One goto, asm goto or computed goto.
struct jump {
    struct jump *next;
    const struct node *node;
    const struct region *from;
    const struct symbol *label; // NULL: any label whose address is taken
};

struct walker {
    struct compilation *c;
    struct region *region;
    struct jump *jumps, **last_jump;
    struct symbol_list {
        struct symbol_list *next;
        const struct symbol *label;
    } * labels;
    bool in_loop, in_breakable;         // since the innermost deferred statement
    const struct node *loop_header;     // the loop whose header we are in
    const struct region *switch_region; // NULL: in no switch
};

static void walk(struct walker *w, struct node *node);

static struct region *enter(struct walker *w, enum region_kind kind, uint32_t token) {
    struct region *region = arena_allocate(w->c->arena, sizeof *region);
    *region = (struct region){.outer = w->region, .kind = kind, .token = token};
    region->depth = w->region == NULL ? 0 : w->region->depth + 1;
    w->region = region;
    return region;
}

static const struct region *enclosing(const struct region *region, enum region_kind kind) {
    while (region != NULL && region->kind != kind) {
        region = region->outer;
    }
    return region;
}

static void add_jump(struct walker *w, const struct node *node, const struct symbol *label) {
    struct jump *jump = arena_allocate(w->c->arena, sizeof *jump);
    *jump = (struct jump){.node = node, .from = w->region, .label = label};
    *w->last_jump = jump;
    w->last_jump = &jump->next;
}

// ---- statements ----

static void walk_children(struct walker *w, struct node *node) {
    for (uint32_t i = 0; i < node->child_count; i++) {
        if (node->children[i] != NULL) {
            walk(w, node->children[i]);
        }
    }
}

static void walk_loop(struct walker *w, struct node *node) {
    struct walker saved = *w;
    uint32_t body = node->kind == NODE_DO ? 0 : node->child_count - 1;
    for (uint32_t i = 0; i < node->child_count; i++) {
        if (node->children[i] != NULL) {
            w->in_loop = i == body || saved.in_loop;
            w->in_breakable = i == body || saved.in_breakable;
            w->loop_header = i == body ? NULL : node;
            walk(w, node->children[i]);
        }
    }
    w->in_loop = saved.in_loop;
    w->in_breakable = saved.in_breakable;
    w->loop_header = saved.loop_header;
}

static void walk_switch(struct walker *w, struct node *node) {
    struct walker saved = *w;
    walk(w, node->children[0]);
    w->in_breakable = true;
    w->loop_header = NULL;
    w->switch_region = w->region;
    walk(w, node->children[1]);
    w->in_breakable = saved.in_breakable;
    w->loop_header = saved.loop_header;
    w->switch_region = saved.switch_region;
}

// What follows in the block is behind the defer; walk_block ends that.
static void walk_defer(struct walker *w, struct node *node) {
    struct walker saved = *w;
    enter(w, REGION_DEFERRED, node->first);
    w->in_loop = w->in_breakable = false;
    w->loop_header = NULL;
    walk_children(w, node);
    w->region = saved.region;
    w->in_loop = saved.in_loop;
    w->in_breakable = saved.in_breakable;
    w->loop_header = saved.loop_header;
    enter(w, REGION_PAST_DEFER, node->first);
}

static void walk_declaration(struct walker *w, struct node *node) {
    walk_children(w, node);
    for (uint32_t i = 1; i < node->child_count; i++) {
        const struct symbol *symbol = node->children[i]->symbol;
        if (symbol != NULL && symbol->has_cleanup && symbol->kind == SYMBOL_OBJECT) {
            enter(w, REGION_PAST_CLEANUP, symbol->token);
        }
    }
}

static void walk_block(struct walker *w, struct node *node) {
    struct region *outside = w->region;
    walk_children(w, node);
    w->region = outside;
}

static void walk_in_region(struct walker *w, struct node *node, enum region_kind kind) {
    struct region *outside = w->region;
    enter(w, kind, node->first);
    walk_children(w, node);
    w->region = outside;
}

static void walk_within(struct walker *w, struct node *node) {
    struct region *outside = w->region;
    walk(w, node->children[0]);
    enter(w, REGION_WITHIN, node->first);
    walk(w, node->children[1]);
    w->region = outside;
    if (node->child_count > 2) {
        walk(w, node->children[2]);
    }
}

static void check_break(struct walker *w, const struct node *node) {
    bool is_break = node->kind == NODE_BREAK;
    const char *word = is_break ? "break" : "continue";
    if (w->loop_header != NULL) {
        error_at(w->c, node->first, RULE_LOOP, "%s in the head of a loop is not supported", word);
    } else if (is_break ? !w->in_breakable : !w->in_loop) {
        if (enclosing(w->region, REGION_DEFERRED) != NULL) {
            error_at(w->c, node->first, RULE_DEFER_EXIT, "%s out of a deferred statement", word);
        } else {
            error_at(w->c, node->first, RULE_LOOP, "%s outside a loop%s", word,
                     is_break ? " or switch" : "");
        }
    }
}

static void check_return(struct walker *w, const struct node *node) {
    if (enclosing(w->region, REGION_DEFERRED) != NULL) {
        error_at(w->c, node->first, RULE_DEFER_EXIT, "return out of a deferred statement");
    }
}

static void report_entry(struct walker *w, uint32_t token, const char *what,
                         const struct region *region) {
    static const char *const INTO[] = {
        [REGION_FUNCTION] = "",
        [REGION_SCOPE] = "into the block of a scope",
        [REGION_WITHIN] = "into the block of a within",
        [REGION_DEFERRED] = "into a deferred statement",
        [REGION_PAST_DEFER] = "past a defer",
        [REGION_PAST_CLEANUP] = "past a variable with a cleanup",
        [REGION_STATEMENT_EXPR] = "into a statement expression",
    };
    error_at(w->c, token, RULE_JUMP_INTO, "%s %s", what, INTO[region->kind]);
    note_at(w->c, region->token, "it is here");
}

static void check_case(struct walker *w, const struct node *node) {
    if (w->switch_region == NULL) {
        error_at(w->c, node->first, RULE_LOOP, "%s outside a switch",
                 token_text(w->c, node->first));
        return;
    }
    const struct region *entered = NULL; // the outermost that the switch would enter
    for (const struct region *r = w->region; r != w->switch_region; r = r->outer) {
        entered = r;
    }
    if (entered != NULL) {
        report_entry(w, node->first, "the switch jumps", entered);
    }
}

static void walk_label(struct walker *w, struct node *node) {
    struct symbol_list *list = arena_allocate(w->c->arena, sizeof *list);
    *list = (struct symbol_list){.next = w->labels, .label = node->symbol};
    w->labels = list;
    node->symbol->region = w->region;
    walk_children(w, node);
}

static void walk_asm(struct walker *w, struct node *node) {
    for (uint32_t i = 0; i < node->child_count; i++) {
        if (node->children[i]->kind == NODE_LABEL_ADDRESS) {
            add_jump(w, node, node->children[i]->symbol);
        } else {
            walk(w, node->children[i]);
        }
    }
}

static void walk(struct walker *w, struct node *node) {
    switch (node->kind) {
    case NODE_COMPOUND:
        walk_block(w, node);
        return;
    case NODE_SCOPE:
        walk_in_region(w, node, REGION_SCOPE);
        return;
    case NODE_WITHIN:
        walk_within(w, node);
        return;
    case NODE_STATEMENT_EXPR:
        walk_in_region(w, node, REGION_STATEMENT_EXPR);
        return;
    case NODE_DEFER:
        walk_defer(w, node);
        return;
    case NODE_DECLARATION:
        walk_declaration(w, node);
        return;
    case NODE_WHILE:
    case NODE_DO:
    case NODE_FOR:
        walk_loop(w, node);
        return;
    case NODE_SWITCH:
        walk_switch(w, node);
        return;
    case NODE_CASE:
        check_case(w, node);
        break;
    case NODE_LABEL:
        walk_label(w, node);
        return;
    case NODE_GOTO:
        add_jump(w, node, node->symbol);
        break;
    case NODE_ASM:
        walk_asm(w, node);
        return;
    case NODE_BREAK:
    case NODE_CONTINUE:
        check_break(w, node);
        break;
    case NODE_RETURN:
        check_return(w, node);
        break;
    default:
        break;
    }
    walk_children(w, node);
}

// ---- jumps, once all labels are known ----

static const struct region *common(const struct region *a, const struct region *b) {
    while (a != b) {
        if (a->depth >= b->depth) {
            a = a->outer;
        } else {
            b = b->outer;
        }
    }
    return a;
}

static const struct region *below(const struct region *region, const struct region *outer) {
    while (region->outer != outer) {
        region = region->outer;
    }
    return region;
}

static void check_goto(struct walker *w, const struct jump *jump, const struct symbol *label) {
    const struct region *to = label->region;
    if (to == NULL) { // there is no such label; the parser has said so
        return;
    }
    const struct region *both = common(jump->from, to);
    for (const struct region *left = jump->from; left != both; left = left->outer) {
        if (left->kind == REGION_DEFERRED) {
            error_at(w->c, jump->node->first, RULE_DEFER_EXIT, "goto out of a deferred statement");
            return;
        }
    }
    if (to != both) {
        report_entry(w, jump->node->first, "this goto jumps", below(to, both));
        note_at(w->c, label->token, "to this label");
    }
}

// A jump that the compiler cannot follow must neither leave nor enter anything.
static void check_blind_jump(struct walker *w, const struct jump *jump,
                             const struct symbol *label) {
    if (label->region != NULL && label->address_taken && label->region != jump->from) {
        error_at(w->c, jump->node->first, RULE_JUMP_INTO,
                 "%s cannot leave or enter a scope, a within, a statement expression or code "
                 "behind a defer",
                 jump->node->kind == NODE_ASM ? "asm goto" : "a computed goto");
        note_at(w->c, label->token, "this is one of its labels");
    }
}

void check_jumps(struct compilation *c, struct node *function) {
    struct walker w = {.c = c};
    w.last_jump = &w.jumps;
    enter(&w, REGION_FUNCTION, function->first);
    walk(&w, function->children[2]);
    for (const struct jump *jump = w.jumps; jump != NULL; jump = jump->next) {
        if (jump->node->kind == NODE_GOTO && jump->label != NULL) {
            check_goto(&w, jump, jump->label);
        } else if (jump->label != NULL) {
            check_blind_jump(&w, jump, jump->label);
        } else {
            for (const struct symbol_list *list = w.labels; list != NULL; list = list->next) {
                check_blind_jump(&w, jump, list->label);
            }
        }
    }
}
