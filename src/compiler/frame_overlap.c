// Where in the frame things lie: what is never needed at the same time shares room.
//
// Needed at the same time are, at each suspension point, what lives across it and the child that is
// waited for; and, at each mention of a variable of the frame, all the others that live there. A
// child needs its room from the moment its arguments are known until the end of the full expression
// that reads its result.
//
// Awaits whose children are needed together with the same variables have one union for all of them:
// `child`, and where lifetimes differ `child_2` and so on. Where that would save nothing, for what is
// awaited with few variables is also awaited with those and more, there is one union: a call that is
// made at several places finds its future at the same.
//
// The result, the state and the parameters come first, in an order that callers know. From the first
// parameter on that is done with before others need room, the rest of the frame may overlap the
// parameters: then the frame is a union of two views that begin alike,
//
//     union {
//         struct { T result; unsigned short state; A a; B b; };
//         struct { T result_; unsigned short state_; A a_; ... what needs room after b ... };
//     };
#include "compiler/frame_find.h"
#include "compiler/overlap.h"

#include <string.h>

// Beyond these nothing overlaps but the children with each other: finding out would take long.
enum { VARIABLES_MAX = 1024, AWAITS_MAX = 1024, VERTICES_MAX = 256 };

struct placer {
    struct finder *f;
    struct frame *frame;
    uint64_t *rows;     // of each variable: those needed at the same time
    uint64_t *children; // of each suspension point: those needed together with the child
    size_t child_words; // of a set of suspension points
    uint64_t *visible;  // the variables of the scopes around a step
    const struct scope *visible_from;
    uint64_t *alive; // scratch
    struct child_class **classes;
    uint32_t class_count;
};

static uint64_t *sets_new(struct placer *p, size_t words) {
    return arena_allocate(p->f->c->arena, (words + 1) * sizeof(uint64_t));
}

static uint64_t *row_of(struct placer *p, uint32_t variable) {
    return p->rows + variable * p->f->words;
}

static void add_all(struct placer *p, uint64_t *set, const uint64_t *more) {
    for (size_t i = 0; i < p->f->words; i++) {
        set[i] |= more[i];
    }
}

// ---- what is needed at the same time ----

static void step_busy(void *context, const struct flow_step *step, uint64_t *set) {
    const struct placer *p = context;
    if (step->kind == FLOW_CHILD) {
        const struct suspension *point = suspension_at(p->frame, step->node->first);
        if (point) {
            flow_add(set, (uint32_t)(point - p->frame->suspensions));
        }
    } else if (step->kind == FLOW_FULL) {
        memset(set, 0, p->child_words * sizeof *set);
    }
}

static void look_from(struct placer *p, const struct scope *scope) {
    if (p->visible_from == scope) {
        return;
    }
    p->visible_from = scope;
    memset(p->visible, 0, p->f->words * sizeof(uint64_t));
    for (uint32_t i = 0; i < p->f->flow->variable_count; i++) {
        if (frame_extends_to(p->f->flow->variables[i], scope)) {
            flow_add(p->visible, i);
        }
    }
}

// The variables of the frame that live behind a step.
static void find_alive(struct placer *p, const struct flow_step *step, const uint64_t *live,
                       const uint64_t *mentioned) {
    const struct finder *f = p->f;
    look_from(p, step->scope);
    for (size_t i = 0; i < f->words; i++) {
        uint64_t by_name = f->keeps_all ? ~(uint64_t)0 : f->escaping[i];
        uint64_t needed = (by_name & p->visible[i]) | (~by_name & live[i]);
        p->alive[i] = f->in_frame[i] & mentioned[i] & needed;
    }
}

static void keep_apart(struct placer *p, const uint64_t *set, const uint64_t *busy) {
    for (uint32_t i = 0; i < p->f->flow->variable_count; i++) {
        if (flow_has(set, i)) {
            add_all(p, row_of(p, i), set);
        }
    }
    for (uint32_t i = 0; i < p->frame->suspension_count; i++) {
        if (flow_has(busy, i)) {
            add_all(p, p->children + i * p->f->words, set);
        }
    }
}

// For those who look at a suspended task.
static void note_alive(struct placer *p, const struct flow_step *step) {
    for (uint32_t i = 0; i < p->frame->suspension_count; i++) {
        struct suspension *point = &p->frame->suspensions[i];
        if (point->token == step->node->first && !point->alive) {
            point->alive = sets_new(p, p->f->words);
            add_all(p, point->alive, p->alive);
        }
    }
}

static void look_at_step(struct placer *p, const struct flow_step *step, const uint64_t *live,
                         const uint64_t *mentioned, const uint64_t *busy) {
    const struct suspension *point;
    switch (step->kind) {
    case FLOW_READ:
    case FLOW_WRITE:
    case FLOW_TOUCH:
        if (flow_has(p->f->in_frame, step->symbol->number - 1)) {
            find_alive(p, step, live, mentioned);
            flow_add(p->alive, step->symbol->number - 1);
            keep_apart(p, p->alive, busy);
        }
        break;
    case FLOW_CHILD:
        find_alive(p, step, live, mentioned);
        keep_apart(p, p->alive, busy);
        break;
    case FLOW_SUSPEND:
        find_alive(p, step, live, mentioned);
        point = suspension_at(p->frame, step->node->first);
        for (uint32_t i = 0; point && i < point->saved_count; i++) {
            flow_add(p->alive, point->saved[i]->number - 1);
        }
        note_alive(p, step);
        keep_apart(p, p->alive, busy);
        break;
    default:
        break;
    }
}

static uint32_t steps_max(const struct flow *flow) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < flow->block_count; i++) {
        count = flow->blocks[i].step_count > count ? flow->blocks[i].step_count : count;
    }
    return count;
}

static void look_at_blocks(struct placer *p) {
    const struct flow *flow = p->f->flow;
    size_t words = p->f->words, bytes = words * sizeof(uint64_t);
    struct flow_problem problem = {
        .bits = p->frame->suspension_count, .step = step_busy, .context = p};
    uint64_t *all_busy = flow_solve(p->f->c, flow, &problem);
    uint64_t *live = sets_new(p, (steps_max(flow) + 1) * words); // behind each step of a block
    uint64_t *mentioned = sets_new(p, words);
    for (uint32_t number = 0; number < flow->block_count; number++) {
        const struct flow_block *block = &flow->blocks[number];
        uint64_t *busy = all_busy + number * p->child_words;
        memcpy(live + block->step_count * words, p->f->solved.live + number * words, bytes);
        for (uint32_t i = block->step_count; i-- > 0;) {
            memcpy(live + i * words, live + (i + 1) * words, bytes);
            frame_step_live(NULL, &block->steps[i], live + i * words);
        }
        memcpy(mentioned, p->f->solved.mentioned + number * words, bytes);
        if (!block->reachable) {
            memset(mentioned, 0xff, bytes);
        }
        for (uint32_t i = 0; i < block->step_count; i++) {
            frame_step_mentioned(NULL, &block->steps[i], mentioned);
            step_busy(p, &block->steps[i], busy);
            look_at_step(p, &block->steps[i], live + (i + 1) * words, mentioned, busy);
        }
    }
}

// ---- children ----

static struct child_class *class_new(struct placer *p, uint64_t *together) {
    struct compilation *c = p->f->c;
    struct child_class *class = arena_allocate(c->arena, sizeof *class);
    p->classes = arena_grow(c->arena, p->classes, p->class_count, sizeof *p->classes);
    p->classes[p->class_count++] = class;
    class->together = together;
    return class;
}

static void sort_children(struct placer *p) {
    size_t bytes = p->f->words * sizeof(uint64_t);
    for (uint32_t i = 0; i < p->frame->suspension_count; i++) {
        struct suspension *point = &p->frame->suspensions[i];
        if (!point->has_child) {
            continue;
        }
        uint64_t *together = p->children + i * p->f->words;
        for (uint32_t j = 0; j < p->class_count && !point->child; j++) {
            if (memcmp(p->classes[j]->together, together, bytes) == 0) {
                point->child = p->classes[j];
            }
        }
        if (!point->child) {
            point->child = class_new(p, together);
        }
    }
}

static bool has_child_like(struct placer *p, const struct child_class *class,
                           const struct suspension *wanted) {
    for (uint32_t i = 0; i < p->frame->suspension_count; i++) {
        const struct suspension *point = &p->frame->suspensions[i];
        if (point->child == class && point->callee && wanted->callee &&
            (point->callee == wanted->callee ||
             (!point->callee->embedded && !wanted->callee->embedded))) {
            return true;
        }
    }
    return false;
}

// Is everything in class `a` awaited in class `b` too, where all variables are needed that are in `a`?
static bool is_within(struct placer *p, const struct child_class *a, const struct child_class *b) {
    for (size_t i = 0; i < p->f->words; i++) {
        if (a->together[i] & ~b->together[i]) {
            return false;
        }
    }
    bool is_same = memcmp(a->together, b->together, p->f->words * sizeof *a->together) == 0;
    for (uint32_t i = 0; i < p->frame->suspension_count && !is_same; i++) {
        const struct suspension *point = &p->frame->suspensions[i];
        if (point->child == a && !has_child_like(p, b, point)) {
            return false;
        }
    }
    return true;
}

static void move_children(struct placer *p, const struct child_class *from,
                          struct child_class *to) {
    for (uint32_t i = 0; i < p->frame->suspension_count; i++) {
        if (p->frame->suspensions[i].child == from) {
            p->frame->suspensions[i].child = to;
        }
    }
}

static void merge_children(struct placer *p) {
    for (uint32_t i = 0; i < p->class_count; i++) {
        uint32_t j = 0;
        while (j < p->class_count && (j == i || !is_within(p, p->classes[i], p->classes[j]))) {
            j++;
        }
        if (j < p->class_count) {
            move_children(p, p->classes[i], p->classes[j]);
            p->class_count--;
            memmove(p->classes + i, p->classes + i + 1, (p->class_count - i) * sizeof *p->classes);
            i--;
        }
    }
}

// All children in one place, apart from everything else.
static void join_children(struct placer *p) {
    uint64_t *all = sets_new(p, p->f->words);
    memset(all, 0xff, p->f->words * sizeof *all);
    struct child_class *class = class_new(p, all);
    for (uint32_t i = 0; i < p->frame->suspension_count; i++) {
        p->frame->suspensions[i].child = class;
    }
}

static void name_children(struct placer *p) {
    for (uint32_t i = 0; i < p->class_count; i++) {
        p->classes[i]->name = i == 0
                                  ? "child"
                                  : unique_field(p->f->c, p->f->plan,
                                                 arena_format(p->f->c->arena, "child_%u", i + 1));
    }
}

// ---- parameters ----

static struct symbol *parameter_symbol(const struct finder *f, uint32_t index) {
    return f->plan->function->parameters->children[index]->symbol;
}

static bool is_pinned(const struct finder *f, const struct symbol *symbol) {
    return symbol && flow_has(f->in_frame, symbol->number - 1) &&
           flow_has(f->escaping, symbol->number - 1);
}

// The first parameter whose room is free once it is done with: behind it are only such, and ones that
// are saved elsewhere if `moves`. A number or pointer is not worth that; another type may be large.
static uint32_t first_shared(const struct finder *f, bool moves) {
    uint32_t count = parameter_count(f->plan->function), first = count;
    for (uint32_t i = count; i-- > 0;) {
        const struct symbol *symbol = parameter_symbol(f, i);
        if (is_pinned(f, symbol) || (is_saved(symbol) && !moves)) {
            break;
        }
        if (!moves || (symbol && !flow_has(f->savable, symbol->number - 1) && !is_saved(symbol))) {
            first = i;
        }
    }
    return first;
}

// ---- the graph ----

struct graph {
    struct overlap_graph overlap;
    struct frame_vertex *vertices;
};

static void add_vertex(struct placer *p, struct graph *g, struct frame_vertex vertex) {
    g->vertices = arena_grow(p->f->c->arena, g->vertices, g->overlap.count, sizeof *g->vertices);
    g->vertices[g->overlap.count++] = vertex;
}

static bool needs_room(const struct symbol *symbol, bool moves, uint32_t shared,
                       const struct finder *f) {
    if (!symbol->is_parameter) {
        return symbol->slot && symbol->slot->field;
    }
    for (uint32_t i = shared; moves && i < parameter_count(f->plan->function); i++) {
        if (parameter_symbol(f, i) == symbol) {
            return is_saved(symbol);
        }
    }
    return false;
}

static bool class_has(const struct child_class *class, const struct symbol *symbol) {
    return flow_has(class->together, symbol->number - 1);
}

static bool are_together(struct placer *p, const struct frame_vertex *a,
                         const struct frame_vertex *b) {
    if (a->symbol && b->symbol) {
        return flow_has(row_of(p, a->symbol->number - 1), b->symbol->number - 1) ||
               flow_has(row_of(p, b->symbol->number - 1), a->symbol->number - 1);
    }
    if (!a->symbol && !b->symbol) {
        return false;
    }
    return a->symbol ? class_has(b->child, a->symbol) : class_has(a->child, b->symbol);
}

// Is a vertex needed while one of the shared parameters is?
static bool is_together_with_parameters(struct placer *p, const struct frame_vertex *vertex,
                                        uint32_t shared) {
    for (uint32_t i = shared; i < parameter_count(p->f->plan->function); i++) {
        struct symbol *symbol = parameter_symbol(p->f, i);
        if (symbol && flow_has(p->f->in_frame, symbol->number - 1) &&
            are_together(p, &(struct frame_vertex){.symbol = symbol}, vertex)) {
            return true;
        }
    }
    return false;
}

static void connect(struct graph *g, uint32_t a, uint32_t b) {
    flow_add(g->overlap.rows + a * g->overlap.words, b);
    flow_add(g->overlap.rows + b * g->overlap.words, a);
}

// The vertices are the variables, in order of declaration, the children, and last, if parameters may
// be overlapped, all of these parameters as one.
static struct graph graph_new(struct placer *p, uint32_t shared, bool moves) {
    struct graph g = {0};
    const struct flow *flow = p->f->flow;
    bool has_fixed = shared < parameter_count(p->f->plan->function);
    for (uint32_t i = 0; i < flow->variable_count; i++) {
        if (needs_room(flow->variables[i], moves, shared, p->f)) {
            add_vertex(p, &g, (struct frame_vertex){.symbol = flow->variables[i]});
        }
    }
    for (uint32_t i = 0; i < p->class_count; i++) {
        add_vertex(p, &g, (struct frame_vertex){.child = p->classes[i]});
    }
    uint32_t count = g.overlap.count + has_fixed;
    g.overlap.words = flow_words(count);
    g.overlap.rows = sets_new(p, count * g.overlap.words);
    bool *is_small = arena_allocate(p->f->c->arena, count + 1);
    for (uint32_t i = 0; i < g.overlap.count; i++) {
        is_small[i] = g.vertices[i].symbol && g.vertices[i].symbol->shape == SHAPE_SCALAR;
        for (uint32_t j = 0; j < i; j++) {
            if (are_together(p, &g.vertices[i], &g.vertices[j])) {
                connect(&g, i, j);
            }
        }
        if (has_fixed && is_together_with_parameters(p, &g.vertices[i], shared)) {
            connect(&g, i, count - 1);
        }
    }
    g.overlap.is_small = is_small;
    g.overlap.count = count;
    return g;
}

// ---- the decision ----

static void move_parameters(struct placer *p, uint32_t shared) {
    struct finder *f = p->f;
    for (uint32_t i = shared; i < parameter_count(f->plan->function); i++) {
        struct symbol *symbol = parameter_symbol(f, i);
        if (is_saved(symbol)) {
            symbol->slot->field = unique_field(f->c, f->plan, symbol->name);
            symbol->slot->is_moved = true;
        }
    }
}

// Parameters that nothing overlaps are, for all that is said of children, always needed.
static void protect_parameters(struct placer *p, uint32_t end) {
    for (uint32_t i = 0; i < end; i++) {
        const struct symbol *symbol = parameter_symbol(p->f, i);
        for (uint32_t j = 0; symbol && j < p->class_count; j++) {
            flow_add(p->classes[j]->together, symbol->number - 1);
        }
    }
}

static bool try_shared(struct placer *p, uint32_t shared, bool moves) {
    uint32_t count = parameter_count(p->f->plan->function);
    if (shared == count) {
        return false;
    }
    struct graph g = graph_new(p, shared, moves);
    struct overlap overlap = overlap_find(p->f->c, &g.overlap, g.overlap.count - 1);
    if (!overlap.instead) {
        return false;
    }
    p->frame->room = overlap;
    p->frame->vertices = g.vertices;
    p->frame->shared = shared;
    if (moves) {
        move_parameters(p, shared);
    }
    return true;
}

static void find_room(struct placer *p) {
    uint32_t count = parameter_count(p->f->plan->function);
    uint32_t free = first_shared(p->f, false), moving = first_shared(p->f, true);
    p->frame->shared = count;
    bool is_shared = (moving < free && try_shared(p, moving, true)) || try_shared(p, free, false);
    protect_parameters(p, p->frame->shared);
    if (!is_shared) {
        merge_children(p);
        struct graph g = graph_new(p, count, false);
        p->frame->room = overlap_find(p->f->c, &g.overlap, OVERLAP_NONE);
        p->frame->vertices = g.vertices;
    }
}

static uint32_t count_places(const struct finder *f) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < f->flow->variable_count; i++) {
        const struct symbol *symbol = f->flow->variables[i];
        count += symbol->slot && symbol->slot->field;
    }
    return count;
}

// Everything one behind the other.
static void line_up(struct placer *p) {
    join_children(p);
    p->frame->shared = parameter_count(p->f->plan->function);
    struct graph g = {0};
    struct overlap_tree *tree = arena_allocate(p->f->c->arena, sizeof *tree);
    tree->kind = OVERLAP_STRUCT;
    for (uint32_t i = 0; i <= p->f->flow->variable_count; i++) {
        bool is_child = i == p->f->flow->variable_count;
        struct symbol *symbol = is_child ? NULL : p->f->flow->variables[i];
        if (symbol && (symbol->is_parameter || !symbol->slot || !symbol->slot->field)) {
            continue;
        }
        struct overlap_tree *leaf = arena_allocate(p->f->c->arena, sizeof *leaf);
        leaf->vertex = g.overlap.count;
        add_vertex(
            p, &g,
            (struct frame_vertex){.symbol = symbol, .child = is_child ? p->classes[0] : NULL});
        tree->children =
            arena_grow(p->f->c->arena, tree->children, tree->child_count, sizeof *tree->children);
        tree->children[tree->child_count++] = leaf;
    }
    p->frame->vertices = g.vertices;
    p->frame->room.behind = tree;
}

// Parameters that are no locals are where the caller wrote them, as long as they are needed at all.
static void add_parameters(struct finder *f) {
    for (uint32_t i = 0; i < f->flow->variable_count; i++) {
        if (f->flow->variables[i]->is_parameter && f->flow->variables[i]->emitted_name) {
            flow_add(f->in_frame, i);
        }
    }
}

void frame_overlap(struct finder *f) {
    struct frame *frame = f->plan->frame;
    add_parameters(f);
    struct placer p = {.f = f, .frame = frame};
    uint32_t variables = f->flow->variable_count;
    bool is_large = variables > VARIABLES_MAX || frame->suspension_count > AWAITS_MAX ||
                    count_places(f) > VERTICES_MAX;
    p.rows = sets_new(&p, is_large ? 0 : variables * f->words);
    p.child_words = flow_words(frame->suspension_count);
    p.visible = sets_new(&p, f->words);
    p.alive = sets_new(&p, f->words);
    if (!is_large) {
        p.children = sets_new(&p, frame->suspension_count * f->words);
        look_at_blocks(&p);
        sort_children(&p);
    }
    if (is_large || p.class_count + count_places(f) > VERTICES_MAX) {
        p.class_count = 0;
        line_up(&p);
    } else {
        find_room(&p);
    }
    name_children(&p);
}

bool is_together(const struct child_class *class, const struct symbol *symbol) {
    return class_has(class, symbol);
}
