// What lives across an await, by liveness over the control flow.
//
//   - A variable whose address is known to nobody but the function lives where its value may still
//     be read before it is written again. A scalar one is a local of the poll function, in its place
//     in the user's code: saved in the future when the task is suspended, loaded when it goes on. So
//     the compiler keeps it in a register and a debugger finds it. Another one is in the future if
//     it lives across any await, and an ordinary local if not.
//   - A variable whose address has been taken lives, from its first mention to the end of its block,
//     where the pointer says: in the future, if there is an await in between.
//
// A local is not saved where it has no value on any way there, so that the compiler sees that the
// user's code reads it too early; and where it has one on some ways only, the variable is in the
// future, so that saving it is no reading of an uninitialised variable that the user did not write.
//
// For a debugger (-g without optimisation) a variable lives as long as it can be named.
//
// The entry is find_frame().
#include "compiler/frame_find.h"
#include "compiler/name.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

// Saved locals times suspension points: beyond it everything is in the future, or the generated code
// would be mostly saving and loading.
enum { SAVES_MAX = 1 << 20 };

// ---- variables ----

static bool is_atomic(struct compilation *c, const struct symbol *symbol) {
    for (uint32_t i = symbol->specifiers->first; i < symbol->specifiers->end; i++) {
        if (token_at(c, i)->kind == TOKEN_ATOMIC) {
            return true;
        }
    }
    return false;
}

static bool shares_declaration(const struct symbol *symbol) {
    for (const struct symbol *other = symbol->scope ? symbol->scope->symbols : NULL; other;
         other = other->next_in_scope) {
        if (other != symbol && other->specifiers == symbol->specifiers) {
            return true;
        }
    }
    return false;
}

// A const local that is loaded must be declared without const; tarrycc sees to it that nothing is
// assigned to it.
static bool can_lose_const(struct compilation *c, const struct symbol *symbol) {
    return !symbol->is_const || (symbol_is_top_const(c, symbol) &&
                                 (symbol->is_parameter || !shares_declaration(symbol)));
}

static bool is_array_parameter(const struct symbol *symbol) {
    return symbol->is_parameter &&
           (symbol->shape == SHAPE_ARRAY || symbol->shape == SHAPE_ARRAY_UNKNOWN);
}

// `T T = await f(), other;` is printed in two parts, and the second must not find the variable.
static bool is_named_like_type(const struct symbol *symbol) {
    const struct name_facts *facts = name_of(symbol->name)->facts;
    return facts && facts->typedef_token != NO_TOKEN;
}

static bool can_be_saved(struct compilation *c, const struct symbol *symbol) {
    return (symbol->shape == SHAPE_SCALAR || is_array_parameter(symbol)) && !symbol->is_volatile &&
           symbol->specifiers && symbol->declarator && !is_atomic(c, symbol) &&
           can_lose_const(c, symbol) && !is_named_like_type(symbol);
}

static void sort_variables(struct finder *f) {
    for (uint32_t i = 0; i < f->flow->variable_count; i++) {
        const struct symbol *symbol = f->flow->variables[i];
        if (symbol->address_taken || symbol->has_cleanup || symbol->kind == SYMBOL_SCOPE) {
            flow_add(f->escaping, i);
        } else if (can_be_saved(f->c, symbol)) {
            flow_add(f->savable, i);
        }
    }
}

// ---- data flow ----

void frame_step_live(void *context, const struct flow_step *step, uint64_t *set) {
    (void)context;
    switch (step->kind) {
    case FLOW_READ:
        flow_add(set, step->symbol->number - 1);
        break;
    case FLOW_WRITE:
    case FLOW_DECLARE:
        flow_remove(set, step->symbol->number - 1);
        break;
    default:
        break;
    }
}

// Has it been mentioned since its block was entered?
void frame_step_mentioned(void *context, const struct flow_step *step, uint64_t *set) {
    (void)context;
    switch (step->kind) {
    case FLOW_ENTER:
        for (const struct symbol *symbol = step->node->scope ? step->node->scope->symbols : NULL;
             symbol; symbol = symbol->next_in_scope) {
            if (symbol->number > 0 && symbol->kind != SYMBOL_LABEL) {
                flow_remove(set, symbol->number - 1);
            }
        }
        break;
    case FLOW_READ:
    case FLOW_WRITE:
    case FLOW_TOUCH:
        flow_add(set, step->symbol->number - 1);
        break;
    case FLOW_DECLARE:
        if (step->symbol->has_cleanup) {
            flow_add(set, step->symbol->number - 1);
        }
        break;
    default:
        break;
    }
}

static void step_assigned(void *context, const struct flow_step *step, uint64_t *set) {
    (void)context;
    if (step->kind == FLOW_WRITE || step->kind == FLOW_TOUCH) {
        flow_add(set, step->symbol->number - 1);
    } else if (step->kind == FLOW_DECLARE) {
        flow_remove(set, step->symbol->number - 1);
    }
}

// ---- names ----

static bool is_around(const struct scope *outer, const struct scope *inner) {
    while (inner && inner != outer) {
        inner = inner->outer;
    }
    return inner != NULL;
}

// Is a variable alive in this scope, or one inside? Those of a concurrent or parallel block are until
// the join behind it, for its children may use them.
bool frame_extends_to(const struct symbol *symbol, const struct scope *scope) {
    const struct scope *extent = symbol->scope;
    const struct node *around = extent && extent->outer ? extent->outer->node : NULL;
    if (around && around->kind == NODE_SCOPE &&
        around->children[around->child_count - 1] == extent->node) {
        extent = extent->outer;
    }
    return symbol->is_parameter || is_around(extent, scope);
}

// Does the variable's name mean the variable at this place, in the generated code too?
static bool is_visible(const struct symbol *symbol, const struct flow_step *step) {
    if (!symbol->is_parameter && symbol->token > step->node->first) {
        return false;
    }
    for (const struct scope *scope = step->scope; scope && scope != symbol->scope;
         scope = scope->outer) {
        for (const struct symbol *other = scope->symbols; other; other = other->next_in_scope) {
            if (other->name == symbol->name && other->kind != SYMBOL_TAG &&
                other->kind != SYMBOL_LABEL) {
                return false;
            }
        }
    }
    return true;
}

// ---- suspension points ----

// Would somebody who looks at the variables here miss it?
static bool is_looked_at(const struct finder *f, const struct symbol *symbol,
                         const struct flow_step *step) {
    return f->keeps_all && (symbol->is_parameter || symbol->token <= step->node->first);
}

// What one variable needs at a suspension point.
static void look_at(struct finder *f, const struct flow_step *step, const struct frame_sets *at,
                    uint32_t number, struct suspension *suspension) {
    struct symbol *symbol = f->flow->variables[number];
    if (f->keeps_all && !symbol->is_parameter && is_around(symbol->scope, step->scope) &&
        is_visible(symbol, step)) {
        suspension->shown = arena_grow(f->c->arena, suspension->shown, suspension->shown_count,
                                       sizeof(struct symbol *));
        suspension->shown[suspension->shown_count++] = symbol;
    }
    if (flow_has(f->escaping, number)) {
        if (frame_extends_to(symbol, step->scope) &&
            (flow_has(at->mentioned, number) || symbol->has_cleanup)) {
            flow_add(f->in_frame, number);
        }
        return;
    }
    if (!(flow_has(at->live, number) || is_looked_at(f, symbol, step)) ||
        symbol->shape == SHAPE_VLA ||
        (!symbol->is_parameter && !is_around(symbol->scope, step->scope))) {
        return;
    }
    if (!flow_has(f->savable, number)) {
        if (flow_has(at->mentioned, number)) {
            flow_add(f->in_frame, number);
        }
    } else if (flow_has(at->may, number)) {
        if (!flow_has(at->must, number) || !is_visible(symbol, step)) {
            flow_add(f->in_frame, number);
        } else {
            flow_add(f->saved, number);
            suspension->saved = arena_grow(f->c->arena, suspension->saved, suspension->saved_count,
                                           sizeof(struct symbol *));
            suspension->saved[suspension->saved_count++] = symbol;
        }
    }
}

static const struct callee *callee_at(const struct finder *f, const struct node *node) {
    const struct async_function *function =
        node->kind == NODE_AWAIT ? called_function(node->children[0]) : NULL;
    return function ? callee_of(f->plan, function) : NULL;
}

static void add_suspension(struct finder *f, const struct flow_step *step,
                           const struct frame_sets *at) {
    struct frame *frame = f->plan->frame;
    frame->suspensions = arena_grow(f->c->arena, frame->suspensions, frame->suspension_count,
                                    sizeof *frame->suspensions);
    struct suspension *suspension = &frame->suspensions[frame->suspension_count++];
    *suspension = (struct suspension){.token = step->node->first,
                                      .has_child = step->node->kind != NODE_SCOPE,
                                      .callee = callee_at(f, step->node)};
    for (uint32_t number = 0; number < f->flow->variable_count; number++) {
        look_at(f, step, at, number, suspension);
    }
}

// Where control never comes, every variable has a value.
static void fill(uint64_t *set, size_t words) {
    memset(set, 0xff, words * sizeof *set);
}

static void look_at_block(struct finder *f, const struct frame_sets *solved, uint32_t number) {
    const struct flow_block *block = &f->flow->blocks[number];
    size_t bytes = f->words * sizeof(uint64_t);
    struct frame_sets at;
    uint64_t **sets[] = {&at.mentioned, &at.may, &at.must};
    uint64_t *const starts[] = {solved->mentioned, solved->may, solved->must};
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) {
        *sets[i] = arena_allocate(f->c->arena, bytes);
        memcpy(*sets[i], starts[i] + number * f->words, bytes);
        if (!block->reachable) {
            fill(*sets[i], f->words);
        }
    }
    // Backward first: what is live behind each suspension point.
    uint32_t count = 0;
    for (uint32_t i = 0; i < block->step_count; i++) {
        count += block->steps[i].kind == FLOW_SUSPEND;
    }
    uint64_t *live = arena_allocate(f->c->arena, (count + 1) * bytes);
    memcpy(live + count * f->words, solved->live + number * f->words, bytes);
    uint64_t *now = live + count * f->words;
    for (uint32_t i = block->step_count, at_point = count; i-- > 0;) {
        if (block->steps[i].kind == FLOW_SUSPEND) {
            memcpy(live + --at_point * f->words, now, bytes);
        }
        frame_step_live(NULL, &block->steps[i], now);
    }
    at.live = live;
    for (uint32_t i = 0; i < block->step_count; i++) {
        const struct flow_step *step = &block->steps[i];
        if (step->kind == FLOW_SUSPEND) {
            add_suspension(f, step, &at);
            at.live += f->words;
        }
        frame_step_mentioned(NULL, step, at.mentioned);
        step_assigned(NULL, step, at.may);
        step_assigned(NULL, step, at.must);
    }
}

static bool suspends(const struct flow_block *block) {
    for (uint32_t i = 0; i < block->step_count; i++) {
        if (block->steps[i].kind == FLOW_SUSPEND) {
            return true;
        }
    }
    return false;
}

static void look_at_suspensions(struct finder *f) {
    struct flow_problem problem = {.bits = f->flow->variable_count};
    problem.step = frame_step_mentioned;
    f->solved.mentioned = flow_solve(f->c, f->flow, &problem);
    problem.step = step_assigned;
    f->solved.may = flow_solve(f->c, f->flow, &problem);
    problem.must = true;
    f->solved.must = flow_solve(f->c, f->flow, &problem);
    problem = (struct flow_problem){
        .bits = f->flow->variable_count, .step = frame_step_live, .backward = true};
    f->solved.live = flow_solve(f->c, f->flow, &problem);
    for (uint32_t i = 0; i < f->flow->block_count; i++) {
        if (suspends(&f->flow->blocks[i])) {
            look_at_block(f, &f->solved, i);
        }
    }
}

// ---- places ----

static struct frame_slot *slot_of(struct compilation *c, struct symbol *symbol) {
    if (!symbol->slot) {
        symbol->slot = arena_allocate(c->arena, sizeof *symbol->slot);
    }
    return symbol->slot;
}

static void give_place(struct finder *f, uint32_t number) {
    struct symbol *symbol = f->flow->variables[number];
    bool in_frame = flow_has(f->in_frame, number);
    bool saved = !in_frame && flow_has(f->saved, number);
    if (symbol->shape == SHAPE_VLA) { // L24: never alive across an await
        return;
    }
    if (symbol->is_parameter) {
        // The others are read into locals.
        struct frame_slot *slot = slot_of(f->c, symbol);
        bool is_local = !in_frame && flow_has(f->savable, number);
        slot->is_saved = saved;
        symbol->emitted_name =
            is_local ? NULL : arena_format(f->c->arena, "%s->%s", f->plan->self, slot->field);
    } else if (in_frame || saved) {
        struct frame_slot *slot = slot_of(f->c, symbol);
        slot->field = unique_field(f->c, f->plan, symbol->name);
        slot->is_saved = saved;
        symbol->emitted_name =
            saved ? NULL : arena_format(f->c->arena, "%s->%s", f->plan->self, slot->field);
    }
}

static int compare_suspensions(const void *a, const void *b) {
    const struct suspension *x = a, *y = b;
    return x->token < y->token ? -1 : x->token > y->token;
}

// Some variables turned out to be in the future only at a later point.
static void settle_suspensions(struct finder *f) {
    struct frame *frame = f->plan->frame;
    for (uint32_t i = 0; i < frame->suspension_count; i++) {
        struct suspension *suspension = &frame->suspensions[i];
        uint32_t kept = 0;
        for (uint32_t j = 0; j < suspension->saved_count; j++) {
            if (is_saved(suspension->saved[j])) {
                suspension->saved[kept++] = suspension->saved[j];
            }
        }
        suspension->saved_count = kept;
        kept = 0;
        for (uint32_t j = 0; j < suspension->shown_count; j++) {
            if (is_in_frame(suspension->shown[j])) {
                suspension->shown[kept++] = suspension->shown[j];
            }
        }
        suspension->shown_count = kept;
    }
    if (frame->suspension_count > 0) {
        qsort(frame->suspensions, frame->suspension_count, sizeof *frame->suspensions,
              compare_suspensions);
    }
    for (uint32_t i = 1; i < frame->suspension_count;
         i++) { // suspension_at goes by the token alone
        assert(frame->suspensions[i - 1].token != frame->suspensions[i].token);
    }
}

// Does the function itself write this parameter?
static void find_assigned_parameters(struct finder *f) {
    for (uint32_t i = 0; i < f->flow->block_count; i++) {
        const struct flow_block *block = &f->flow->blocks[i];
        for (uint32_t j = 0; j < block->step_count; j++) {
            const struct flow_step *step = &block->steps[j];
            if (step->kind == FLOW_WRITE && step->symbol->is_parameter &&
                step->node->kind != NODE_FUNCTION) {
                slot_of(f->c, step->symbol)->is_assigned = true;
            }
        }
    }
}

static uint32_t count_suspension_points(const struct flow *flow) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < flow->block_count; i++) {
        for (uint32_t j = 0; j < flow->blocks[i].step_count; j++) {
            count += flow->blocks[i].steps[j].kind == FLOW_SUSPEND;
        }
    }
    return count;
}

static uint64_t *set_new(struct finder *f) {
    return arena_allocate(f->c->arena, (f->words + 1) * sizeof(uint64_t));
}

void find_frame(struct compilation *c, struct plan *plan) {
    struct finder f = {.c = c, .plan = plan, .flow = flow_of(c, plan->function)};
    f.words = flow_words(f.flow->variable_count);
    f.escaping = set_new(&f);
    f.savable = set_new(&f);
    f.in_frame = set_new(&f);
    f.saved = set_new(&f);
    plan->frame = arena_allocate(c->arena, sizeof *plan->frame);
    sort_variables(&f);
    bool is_large = (uint64_t)count_suspension_points(f.flow) * f.flow->variable_count > SAVES_MAX;
    if (is_large) {
        memset(f.savable, 0, f.words * sizeof(uint64_t));
    }
    f.keeps_all = c->is_for_debugger && !is_large;
    look_at_suspensions(&f);
    for (uint32_t i = 0; i < f.flow->variable_count; i++) {
        give_place(&f, i);
    }
    settle_suspensions(&f);
    find_assigned_parameters(&f);
    frame_overlap(&f);
}

const struct suspension *suspension_at(const struct frame *frame, uint32_t token) {
    uint32_t low = 0, high = frame->suspension_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (frame->suspensions[middle].token < token) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < frame->suspension_count && frame->suspensions[low].token == token
               ? &frame->suspensions[low]
               : NULL;
}
