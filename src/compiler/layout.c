// Layout decides, for each async function of the translation unit, what its future holds and where
// its code is printed.
//
//   1. The call graph: who awaits and who spawns whom. Strongly connected components are found with
//      Tarjan's algorithm (SIAM J. Comput. 1972); a callee of the same component cannot be embedded
//      and gets a separate frame.
//   2. Where each function is printed: at its definition, or, if it embeds a callee that is defined
//      later, behind that. Across a #pragma nothing is moved; such a callee gets a separate frame.
//   3. Which recursive functions cannot wait: direct.c.
//   4. Which functions are polled only by those who embed them: inner.c.
//   5. Which variables live in the future: frame.c.
//   6. Which cleanup each label lies in, so that a goto knows what it leaves.
//
// The entry is layout().
#include "compiler/frame.h"
#include "compiler/name.h"
#include "compiler/plan.h"

#include <string.h>

// ---- names ----

static const struct node *parameter_at(const struct async_function *function, uint32_t index) {
    return function->parameters ? function->parameters->children[index] : NULL;
}

uint32_t parameter_count(const struct async_function *function) {
    return function->parameters ? function->parameters->child_count : 0;
}

static bool is_reserved_member(const char *name) {
    return strcmp(name, "result") == 0 || strcmp(name, "state") == 0 || strcmp(name, "child") == 0;
}

const char *field_of_parameter(struct compilation *c, const struct async_function *function,
                               uint32_t index) {
    const struct node *parameter = parameter_at(function, index);
    if (!parameter->symbol) {
        return arena_format(c->arena, "p%u", index + 1);
    }
    const char *name = parameter->symbol->name;
    return is_reserved_member(name) ? arena_format(c->arena, "%s_", name) : name;
}

static bool is_type(const char *name) {
    const struct name *known = name_of(name);
    return known->facts && known->facts->typedef_token != NO_TOKEN;
}

const char *parameter_name(struct compilation *c, uint32_t index) {
    const char *name = arena_format(c->arena, "p%u", index + 1);
    while (is_type(arena_intern(c->arena, name, strlen(name)))) {
        name = arena_format(c->arena, "%s_", name);
    }
    return name;
}

static bool field_taken(const struct plan *plan, const char *name) {
    if (is_reserved_member(name)) {
        return true;
    }
    for (uint32_t i = 0; i < plan->field_count; i++) {
        if (strcmp(plan->fields[i], name) == 0) {
            return true;
        }
    }
    return false;
}

static void take_field(struct compilation *c, struct plan *plan, const char *name) {
    plan->fields = arena_grow(c->arena, plan->fields, plan->field_count, sizeof *plan->fields);
    plan->fields[plan->field_count++] = name;
}

// clang takes a member of an unnamed struct for a variable where its name is a type's.
const char *unique_field(struct compilation *c, struct plan *plan, const char *name) {
    const char *unique = name;
    bool is_taken = is_type(arena_intern(c->arena, name, strlen(name)));
    for (unsigned number = 2; is_taken || field_taken(plan, unique); number++) {
        is_taken = false;
        unique = arena_format(c->arena, "%s_%u", name, number);
    }
    take_field(c, plan, unique);
    return unique;
}

static bool is_used(struct compilation *c, const struct plan *plan,
                    bool (*matches)(const char *, const char *), const char *name) {
    for (uint32_t i = plan->node->first; i < plan->node->end; i++) {
        const struct token *token = token_at(c, i);
        if (token->kind == TOKEN_IDENTIFIER && matches(token->name, name)) {
            return true;
        }
    }
    return false;
}

static bool is_equal(const char *identifier, const char *name) {
    return strcmp(identifier, name) == 0;
}

static bool is_numbered(const char *identifier, const char *prefix) {
    size_t length = strlen(prefix);
    return strncmp(identifier, prefix, length) == 0 &&
           identifier[length + strspn(identifier + length, "0123456789")] == 0;
}

static bool is_generated_name(const char *identifier, const char *prefix) {
    (void)prefix;
    return is_numbered(identifier, "resume_") || is_numbered(identifier, "leave_") ||
           is_numbered(identifier, "next_") || is_numbered(identifier, "exit_");
}

// A name for generated code that no identifier of the function's text can be taken for.
static const char *unused_name(struct compilation *c, const struct plan *plan, const char *wish,
                               bool (*matches)(const char *, const char *)) {
    const char *name = wish;
    for (unsigned attempt = 2; is_used(c, plan, matches, name); attempt++) {
        name = arena_format(c->arena, "tarry%u_%s", attempt, wish);
    }
    return name;
}

void add_line(struct compilation *c, struct line_list *list, uint32_t token, const char *format,
              ...) {
    list->lines = arena_grow(c->arena, list->lines, list->count, sizeof *list->lines);
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    size_t size = (size_t)vsnprintf(NULL, 0, format, arguments) + 1;
    char *text = arena_allocate(c->arena, size);
    vsnprintf(text, size, format, again);
    va_end(again);
    va_end(arguments);
    list->lines[list->count++] = (struct generated_line){token, text};
}

// ---- 1. the call graph ----

struct callee *callee_of(struct plan *plan, const struct async_function *function) {
    for (uint32_t i = 0; i < plan->callee_count; i++) {
        if (plan->callees[i].function == function) {
            return &plan->callees[i];
        }
    }
    return NULL;
}

const char *child_field(struct compilation *c, struct plan *plan, const char *name) {
    for (uint32_t i = 0; i < plan->callee_count; i++) {
        if (strcmp(plan->callees[i].function->name, name) == 0) {
            return child_field(c, plan, arena_format(c->arena, "%s_", name));
        }
    }
    return name;
}

static struct callee *add_callee(struct compilation *c, struct plan *plan,
                                 struct async_function *function) {
    struct callee *callee = callee_of(plan, function);
    if (callee) {
        return callee;
    }
    plan->callees = arena_grow(c->arena, plan->callees, plan->callee_count, sizeof *plan->callees);
    callee = &plan->callees[plan->callee_count++];
    callee->function = function;
    return callee;
}

struct async_function *called_function(const struct node *node) {
    while (node->kind == NODE_PAREN || node->kind == NODE_AWAIT) {
        node = node->children[0];
    }
    if (node->kind != NODE_CALL || !node->children[0]->symbol) {
        return NULL;
    }
    return node->children[0]->symbol->async;
}

static void find_callees(struct compilation *c, struct plan *plan, struct node *node) {
    struct async_function *function = NULL;
    if (node->kind == NODE_AWAIT) {
        function = called_function(node->children[0]);
    } else if (node->kind == NODE_SPAWN) {
        function = called_function(node->children[node->child_count - 1]);
    }
    if (function) {
        struct callee *callee = add_callee(c, plan, function);
        callee->awaited |= node->kind == NODE_AWAIT;
        callee->spawned |= node->kind == NODE_SPAWN;
    }
    for (uint32_t i = 0; i < node->child_count; i++) {
        if (node->children[i]) {
            find_callees(c, plan, node->children[i]);
        }
    }
}

struct tarjan {
    struct compilation *c;
    struct plan **stack;
    uint32_t depth, next_index, next_component;
    uint32_t *index, *low; // by plan->item
    bool *on_stack;
};

static void visit(struct tarjan *t, struct plan *plan) {
    uint32_t self = plan->item;
    t->index[self] = t->low[self] = ++t->next_index;
    t->stack[t->depth++] = plan;
    t->on_stack[self] = true;
    for (uint32_t i = 0; i < plan->callee_count; i++) {
        struct plan *callee = plan_of(plan->callees[i].function);
        if (!callee || !plan->callees[i].awaited) {
            continue;
        }
        if (!t->index[callee->item]) {
            visit(t, callee);
            if (t->low[callee->item] < t->low[self]) {
                t->low[self] = t->low[callee->item];
            }
        } else if (t->on_stack[callee->item] && t->index[callee->item] < t->low[self]) {
            t->low[self] = t->index[callee->item];
        }
    }
    if (t->low[self] != t->index[self]) {
        return;
    }
    t->next_component++;
    struct plan *member;
    bool several = t->stack[t->depth - 1] != plan;
    do {
        member = t->stack[--t->depth];
        t->on_stack[member->item] = false;
        member->component = t->next_component;
        struct callee *own = callee_of(member, member->function);
        member->recursive = several || (own && own->awaited);
    } while (member != plan);
}

static void find_components(struct compilation *c) {
    size_t count = c->unit.item_count + 1;
    struct tarjan t = {.c = c,
                       .stack = arena_allocate(c->arena, count * sizeof(struct plan *)),
                       .index = arena_allocate(c->arena, count * sizeof(uint32_t)),
                       .low = arena_allocate(c->arena, count * sizeof(uint32_t)),
                       .on_stack = arena_allocate(c->arena, count * sizeof(bool))};
    for (struct async_function *function = c->unit.functions; function; function = function->next) {
        struct plan *plan = plan_of(function);
        if (plan && !t.index[plan->item]) {
            visit(&t, plan);
        }
    }
}

// ---- 2. where each function is printed ----

static bool pragma_between(struct compilation *c, uint32_t item, uint32_t later_item) {
    uint32_t end = c->unit.items[later_item].first;
    for (uint32_t i = c->unit.items[item].end; i < end; i++) {
        if (token_at(c, i)->kind == TOKEN_PRAGMA) {
            return true;
        }
    }
    return false;
}

// Components are numbered callees first, so one round over the functions by component settles
// everything.
static void place(struct compilation *c, struct plan *plan) {
    plan->print_after = plan->item;
    for (uint32_t i = 0; i < plan->callee_count; i++) {
        struct callee *callee = &plan->callees[i];
        struct plan *other = plan_of(callee->function);
        if (!callee->awaited) {
            continue;
        }
        if (!other) {
            callee->embedded = callee->function->has_visible_future;
            continue;
        }
        if (other->component == plan->component) {
            continue;
        }
        callee->embedded =
            other->print_after <= plan->item || !pragma_between(c, plan->item, other->print_after);
        other->is_embedded |= callee->embedded;
        if (callee->embedded && other->print_after > plan->print_after) {
            plan->print_after = other->print_after;
        }
    }
}

static void place_all(struct compilation *c) {
    uint32_t count = 0;
    for (struct async_function *f = c->unit.functions; f; f = f->next) {
        count += plan_of(f) != NULL;
    }
    for (uint32_t component = 1; component <= count; component++) {
        for (struct async_function *f = c->unit.functions; f; f = f->next) {
            if (plan_of(f) && plan_of(f)->component == component) {
                place(c, plan_of(f));
            }
        }
    }
}

// ---- names of labels and parameters ----

static struct frame_slot *slot_of(struct compilation *c, struct symbol *symbol) {
    if (!symbol->slot) {
        symbol->slot = arena_allocate(c->arena, sizeof *symbol->slot);
    }
    return symbol->slot;
}

// ---- 6. labels ----

static bool find_labels(struct compilation *c, struct node *node, struct node *owner) {
    bool found = false;
    if (node->kind == NODE_LABEL) {
        slot_of(c, node->symbol)->owner = owner;
        found = true;
    }
    for (uint32_t i = 0; i < node->child_count; i++) {
        struct node *child = node->children[i];
        if (!child) {
            continue;
        }
        bool inside_scope = (node->kind == NODE_SCOPE && i + 1 == node->child_count) ||
                            (node->kind == NODE_WITHIN && i == 1);
        found |= find_labels(c, child,
                             inside_scope                ? node
                             : child->kind == NODE_DEFER ? child
                                                         : owner);
        if (node->kind != NODE_COMPOUND && node->kind != NODE_FOR) {
            continue;
        }
        if (child->kind == NODE_DEFER) {
            owner = child;
        }
        child = declaration_of(child);
        if (child->kind == NODE_DECLARATION) {
            for (uint32_t j = 1; j < child->child_count; j++) {
                struct symbol *symbol = child->children[j]->symbol;
                if (child->children[j]->kind == NODE_INIT_DECLARATOR && symbol &&
                    symbol->has_cleanup && is_in_frame(symbol)) {
                    owner = child->children[j];
                }
            }
        }
    }
    return found;
}

static bool has_labels(const struct node *node) {
    if (node->kind == NODE_LABEL) {
        return true;
    }
    for (uint32_t i = 0; i < node->child_count; i++) {
        if (node->children[i] && has_labels(node->children[i])) {
            return true;
        }
    }
    return false;
}

// ---- the pass ----

static void plan_function(struct compilation *c, uint32_t item) {
    struct async_function *function = c->unit.items[item].functions[0];
    struct plan *plan = arena_allocate(c->arena, sizeof *plan);
    plan->function = function;
    plan->item = item;
    plan->node = c->unit.items[item].node;
    plan->body = plan->node->children[plan->node->child_count - 1];
    function->lowering = plan;
    function->is_main = strcmp(function->name, "main") == 0;
    plan->self = unused_name(c, plan, "self", is_equal);
    plan->context = unused_name(c, plan, "cx", is_equal);
    plan->future = unused_name(c, plan, "future", is_equal);
    plan->direct = unused_name(c, plan, "direct", is_equal);
    plan->state = unused_name(c, plan, "own_state", is_equal);
    plan->child_state = unused_name(c, plan, "child_state", is_equal);
    plan->temporary = unused_name(c, plan, "t", is_numbered);
    plan->label = is_used(c, plan, is_generated_name, "") ? "tarry_" : "";
    plan->hoists = plan->body->has_await;
    for (uint32_t i = 0; i < parameter_count(function); i++) {
        struct symbol *symbol = parameter_at(function, i)->symbol;
        const char *field = field_of_parameter(c, function, i);
        take_field(c, plan, field);
        if (symbol) {
            slot_of(c, symbol)->field = field;
        }
    }
    find_callees(c, plan, plan->body);
}

bool layout(struct compilation *c) {
    for (uint32_t i = 0; i < c->unit.item_count; i++) {
        if (c->unit.items[i].kind == ITEM_DEFINITION) {
            plan_function(c, i);
        }
    }
    find_components(c);
    place_all(c);
    find_direct(c);
    find_inner(c);
    for (uint32_t i = 0; i < c->unit.item_count; i++) {
        if (c->unit.items[i].kind == ITEM_DEFINITION) {
            struct plan *plan = plan_of(c->unit.items[i].functions[0]);
            plan->has_labels = has_labels(plan->body);
            find_frame(c, plan);
            find_labels(c, plan->body, NULL);
        }
    }
    return error_count(c) == 0;
}

void dump_layout(struct compilation *c, FILE *out) {
    for (struct async_function *f = c->unit.functions; f; f = f->next) {
        struct plan *plan = plan_of(f);
        if (!plan) {
            fprintf(out, "%s: not defined here, %s\n", f->name,
                    f->has_visible_future ? "its future is visible" : "called in a separate frame");
            continue;
        }
        fprintf(out, "%s: defined in item %u, printed behind item %u%s%s\n", f->name, plan->item,
                plan->print_after, plan->recursive ? ", recursive" : "",
                plan->is_direct  ? ", cannot wait"
                : plan->is_inner ? ", polled only where it is embedded"
                                 : "");
        for (uint32_t i = 0; i < plan->field_count; i++) {
            fprintf(out, "  in the future: %s\n", plan->fields[i]);
        }
        for (uint32_t i = 0; i < plan->callee_count; i++) {
            const struct callee *callee = &plan->callees[i];
            fprintf(out, "  %s %s%s\n", callee->awaited ? "awaits" : "spawns",
                    callee->function->name,
                    !callee->awaited   ? ""
                    : callee->embedded ? ", embedded"
                                       : ", in a separate frame");
        }
    }
}
