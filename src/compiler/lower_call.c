// Lowering of calls: await and spawn.
//
// An embedded callee is polled in place; a separate frame is polled once, and if that has to wait the
// poll function goes on behind its resume label when the frame has ended. What a spawn starts is
// filled in the same way, as a task of its own.
#include "compiler/frame.h"
#include "compiler/lower.h"
#include "compiler/rules.h"

#include <string.h>

// ---- suspension points ----

static unsigned add_point(struct lowering *l, const struct node *node, const char *offset,
                          struct async_function *callee, bool boxed) {
    struct plan *plan = l->plan;
    plan->awaits = arena_grow(l->c->arena, plan->awaits, plan->await_count, sizeof *plan->awaits);
    plan->awaits[plan->await_count] = (struct await_point){
        .token = node->first,
        .line = source_locate(l->c->source, token_at(l->c, node->first)->offset).line,
        .offset = offset,
        .callee = callee,
        .boxed = boxed,
    };
    if (++plan->await_count == UINT16_MAX) {
        error_at(l->c, node->first, RULE_AWAIT_COUNT, "more than %u awaits in one function",
                 UINT16_MAX - 1);
    }
    return plan->await_count;
}

// A parameter that is never assigned to is still where the caller wrote it.
static void save_locals(struct lowering *l, const struct suspension *suspension) {
    for (uint32_t i = 0; suspension && i < suspension->saved_count; i++) {
        const struct symbol *symbol = suspension->saved[i];
        if (!symbol->is_parameter || symbol->slot->is_assigned || symbol->slot->is_moved) {
            emit(&l->e, "%s->%s = %s;", l->plan->self, symbol->slot->field, symbol->name);
        }
    }
}

static void load_locals(struct lowering *l, const struct suspension *suspension) {
    for (uint32_t i = 0; suspension && i < suspension->saved_count; i++) {
        const struct symbol *symbol = suspension->saved[i];
        emit(&l->e, "%s = %s->%s;", symbol->name, l->plan->self, symbol->slot->field);
    }
    show_again(l, suspension);
}

unsigned suspend(struct lowering *l, const struct node *node, const char *offset,
                 struct async_function *callee, const char *ready) {
    const struct suspension *suspension = suspension_at(l->plan->frame, node->first);
    unsigned state = add_point(l, node, offset, callee, false);
    bool is_inner = callee && plan_of(callee) && plan_of(callee)->is_inner;
    bool loads = is_inner || (suspension && suspension->saved_count > 0) || shows_again(suspension);
    emit(&l->e, loads ? "if (0) { %sresume_%u:" : "%sresume_%u:", l->plan->label, state);
    if (is_inner) {
        emit(&l->e, "%s = %s->%s.state;", l->plan->child_state, l->plan->self, offset);
    }
    load_locals(l, suspension);
    emit(&l->e, "%sif (!%s) {", loads ? "} " : "", ready);
    save_locals(l, suspension);
    emit(&l->e, "%s->state = %u; return 0; }", l->plan->self, state);
    return state;
}

void suspend_into(struct lowering *l, const struct node *node, const char *offset,
                  struct async_function *callee, const char *ready) {
    const struct suspension *suspension = suspension_at(l->plan->frame, node->first);
    unsigned state = add_point(l, node, offset, callee, true);
    emit(&l->e, "if (!%s) {", ready);
    save_locals(l, suspension);
    emit(&l->e, "%s->state = %u; return 0; %sresume_%u:;", l->plan->self, state, l->plan->label,
         state);
    load_locals(l, suspension);
    emit(&l->e, "}");
}

// ---- calls ----

// Can `node` be left unevaluated without anybody noticing?
static bool is_pure(const struct node *node) {
    switch (node->kind) {
    case NODE_CALL:
    case NODE_ASSIGN:
    case NODE_POSTFIX:
    case NODE_STATEMENT_EXPR:
    case NODE_BUILTIN:
        return false;
    case NODE_UNARY:
        if (node->op == TOKEN_INCREMENT || node->op == TOKEN_DECREMENT) {
            return false;
        }
        break;
    default:
        break;
    }
    for (uint32_t i = 0; i < node->child_count; i++) {
        if (node->children[i] && !is_pure(node->children[i])) {
            return false;
        }
    }
    return true;
}

struct node *call_of(struct node *node) {
    while (node->kind == NODE_PAREN) {
        node = node->children[0];
    }
    return node;
}

// What a call evaluates: its arguments, and what is called if that is no name.
static uint32_t count_argument_suspensions(const struct node *call) {
    uint32_t count = 0;
    for (uint32_t i = 0; i < call->child_count; i++) {
        count += count_suspensions(call->children[i]);
    }
    return count;
}

void prepare_arguments(struct lowering *l, struct node *call) {
    for (uint32_t i = 0; i < call->child_count; i++) {
        prepare(l, call->children[i], false);
    }
}

static bool result_holds_const(struct lowering *l, const struct async_function *function) {
    return holds_const(l->c, function->specifiers, function->declarator);
}

void write_arguments(struct lowering *l, struct async_function *function, struct node *call,
                     const char *place, const struct node *moved) {
    for (uint32_t i = 1; i < call->child_count; i++) {
        struct node *argument = call->children[i];
        if (argument == moved) {
            continue;
        }
        const struct node *parameter = function->parameters->children[i - 1];
        const char *target =
            arena_format(l->c->arena, "%s%s", place, field_of_parameter(l->c, function, i - 1));
        bool copies = holds_const(l->c, parameter->children[0],
                                  parameter->child_count > 1 ? parameter->children[1] : NULL);
        emit_line(&l->e, argument->first);
        assign_begin(l, target, copies);
        expression(l, argument);
        assign_end(l, target, copies);
    }
}

static void settle_argument(struct lowering *l, struct async_function *function, struct node *call,
                            uint32_t index) {
    struct node *argument = call->children[index];
    emit_line(&l->e, argument->first);
    const char *name = arena_format(l->c->arena, "%s%u", l->plan->temporary, ++l->next_number);
    emit(&l->e, "__typeof__(((struct %s *)0)->%s) %s =", callee_struct(l->c, l->plan, function),
         field_of_parameter(l->c, function, index - 1), name);
    expression(l, argument);
    emit(&l->e, ";");
    replace(l, argument, name, NULL);
}

void settle_part(struct lowering *l, struct node *part) {
    const char *name = arena_format(l->c->arena, "%s%u", l->plan->temporary, ++l->next_number);
    emit_line(&l->e, part->first);
    emit(&l->e, "__extension__ __auto_type %s =", name);
    expression(l, part);
    emit(&l->e, ";");
    replace(l, part, name, NULL);
}

// Where a frame may not be had, arguments with side effects are evaluated before it is asked for.
void settle_arguments(struct lowering *l, struct async_function *function, struct node *call,
                      bool all) {
    for (uint32_t i = 1; i < call->child_count; i++) {
        struct node *argument = call->children[i];
        bool stays = all ? argument->kind == NODE_CONSTANT : is_pure(argument);
        if (!stays || argument->has_await) {
            settle_argument(l, function, call, i);
        }
    }
}

// ---- children that lie where variables do ----

// Does an argument read a variable whose room the child may have?
static bool may_overlap(const struct node *node, const struct child_class *child) {
    const struct replacement *replacement = replacement_of(node);
    if (replacement) {
        return replacement->use && may_overlap(replacement->use, child);
    }
    const struct symbol *symbol = node->symbol;
    if (node->kind == NODE_IDENTIFIER && symbol && symbol->kind == SYMBOL_OBJECT &&
        symbol->number > 0 && symbol->emitted_name) {
        return !is_together(child, symbol);
    }
    for (uint32_t i = 0; i < node->child_count; i++) {
        if (node->children[i] && may_overlap(node->children[i], child)) {
            return true;
        }
    }
    return false;
}

// A struct that lies where the child will have a copy of it is moved there.
static bool can_move(struct lowering *l, struct async_function *function, struct node *argument,
                     uint32_t index) {
    const struct node *parameter = function->parameters->children[index - 1];
    const struct node *variable = call_of(argument);
    return variable->kind == NODE_IDENTIFIER && variable->symbol->shape == SHAPE_AGGREGATE &&
           !replacement_of(argument) && !replacement_of(variable) &&
           !holds_const(l->c, parameter->children[0],
                        parameter->child_count > 1 ? parameter->children[1] : NULL);
}

static void move_argument(struct lowering *l, struct node *argument, const char *target) {
    emit_line(&l->e, argument->first);
    emit(&l->e, "if (0) { %s =", target); // checks the types
    expression(l, argument);
    emit(&l->e, "; } __builtin_memmove(&%s, &", target);
    expression(l, argument);
    emit(&l->e, ", sizeof(%s));", target);
}

// Takes what arguments read out of the child's way. Returns the argument that has been passed on, or
// NULL.
static struct node *settle_overlapping(struct lowering *l, const struct node *await,
                                       struct async_function *function, struct node *call,
                                       const char *place) {
    const struct child_class *child = suspension_at(l->plan->frame, await->first)->child;
    uint32_t count = 0, last = 0;
    for (uint32_t i = 1; i < call->child_count; i++) {
        if (may_overlap(call->children[i], child)) {
            count++;
            last = i;
        }
    }
    if (count == 1 && can_move(l, function, call->children[last], last)) {
        move_argument(l, call->children[last],
                      arena_format(l->c->arena, "%s.%s", place,
                                   field_of_parameter(l->c, function, last - 1)));
        return call->children[last];
    }
    for (uint32_t i = 1; i < call->child_count && count > 0; i++) {
        if (may_overlap(call->children[i], child)) {
            settle_argument(l, function, call, i);
        }
    }
    return NULL;
}

const char *boxed_member(const struct plan *plan) {
    for (uint32_t i = 0; i < plan->callee_count; i++) {
        if (strcmp(plan->callees[i].function->name, "boxed") == 0) {
            return "boxed_";
        }
    }
    return "boxed";
}

static void add_embedded(struct lowering *l, struct child_class *child,
                         struct async_function *callee) {
    for (uint32_t i = 0; i < child->function_count; i++) {
        if (child->functions[i] == callee) {
            return;
        }
    }
    child->functions = arena_grow(l->c->arena, child->functions, child->function_count,
                                  sizeof(struct async_function *));
    child->functions[child->function_count++] = callee;
}

struct child_class *child_of(struct lowering *l, const struct node *node) {
    return suspension_at(l->plan->frame, node->first)->child;
}

const char *child_member(struct lowering *l, const struct node *node,
                         struct async_function *callee) {
    struct child_class *child = child_of(l, node);
    if (callee) {
        add_embedded(l, child, callee);
    } else {
        child->has_boxed = true;
    }
    return arena_format(l->c->arena, "%s.%s", child->name,
                        callee ? callee->name : boxed_member(l->plan));
}

// ---- await ----

static void add_child_state(struct lowering *l, const struct node *node) {
    struct plan *plan = l->plan;
    if (!plan->has_child_state) {
        plan->has_child_state = true;
        add_line(l->c, &plan->locals, node->first, "unsigned %s;", plan->child_state);
    }
}

static void prepare_embedded(struct lowering *l, struct node *node, struct async_function *function,
                             struct node *call, bool discard) {
    const char *self = l->plan->self;
    const char *offset = child_member(l, node, function);
    const char *place = arena_format(l->c->arena, "%s->%s", self, offset);
    emit_line(&l->e, node->first);
    struct node *moved = settle_overlapping(l, node, function, call, place);
    write_arguments(l, function, call, arena_format(l->c->arena, "%s.", place), moved);
    bool is_inner = plan_of(function) && plan_of(function)->is_inner;
    emit(&l->e, "%s.state = 0;", place);
    if (is_inner) {
        add_child_state(l, node);
        emit(&l->e, "%s = 0;", l->plan->child_state);
    }
    suspend(l, node, offset, function,
            arena_format(l->c->arena, "%s__poll(&%s, %s%s%s)", function->name, place,
                         l->plan->context, is_inner ? ", " : "",
                         is_inner ? l->plan->child_state : ""));
    if (discard || result_is_void(l->c, function)) {
        replace(l, node, SPENT, NULL);
    } else if (l->remaining == 0 && !l->in_argument) {
        replace(l, node, arena_format(l->c->arena, "%s.result", place), NULL);
    } else {
        const char *value = new_temporary(l, typeof_result(l, function), l->remaining > 0);
        bool copies = result_holds_const(l, function);
        assign_begin(l, value, copies);
        emit(&l->e, "%s.result", place);
        assign_end(l, value, copies);
        replace(l, node, value, NULL);
    }
}

// A call of a function that cannot wait, as long as there is room on the C stack: `if (...) value =
// f__direct(cx, ...); else`. The arguments are evaluated already.
static void call_directly(struct lowering *l, struct async_function *function, struct node *call,
                          const char *value) {
    const char *context = l->plan->context;
    emit(&l->e, "if (%s%s!tarry__stack_is_low(%s)) {", l->plan->is_direct ? l->plan->direct : "",
         l->plan->is_direct ? " || " : "", context);
    bool copies = value && result_holds_const(l, function);
    if (value) {
        assign_begin(l, value, copies);
    }
    emit(&l->e, "%s__direct(%s", function->name, context);
    for (uint32_t i = 1; i < call->child_count; i++) {
        emit(&l->e, ",");
        expression(l, call->children[i]);
    }
    emit(&l->e, ")");
    if (value) {
        assign_end(l, value, copies);
    }
    emit(&l->e, value ? "} else {" : "; } else {");
}

static void call_in_frame(struct lowering *l, struct node *node, struct async_function *function,
                          struct node *call, const char *value) {
    const char *self = l->plan->self, *context = l->plan->context;
    const char *head = callee_struct(l->c, l->plan, function);
    const char *offset = child_member(l, node, NULL);
    const char *boxed = arena_format(l->c->arena, "%s->%s", self, offset);
    const char *frame = arena_format(l->c->arena, "%s%u", l->plan->temporary, ++l->next_number);
    emit(&l->e, "struct %s *%s = tarry__frame_new(%s, &%s__function); if (%s) {", head, frame,
         context, function->name, frame);
    write_arguments(l, function, call, arena_format(l->c->arena, "%s->", frame), NULL);
    emit(&l->e, "%s->state = 0; %s = %s;", frame, boxed, frame);
    suspend_into(l, node, offset, function,
                 arena_format(l->c->arena, "tarry__frame_poll(%s, %s, &%s__function)", context,
                              frame, function->name));
    if (value) {
        bool copies = result_holds_const(l, function);
        assign_begin(l, value, copies);
        emit(&l->e, "((struct %s *)%s)->result", head, boxed);
        assign_end(l, value, copies);
    }
    emit(&l->e,
         "tarry__frame_free(%s, %s, &%s__function); } else { tarry__no_memory(%s, %s%s, "
         "&%s__function); }",
         context, boxed, function->name, context, value ? "&" : "(void *)0", value ? value : "",
         function->name);
}

static void prepare_boxed(struct lowering *l, struct node *node, struct async_function *function,
                          struct node *call, bool discard) {
    bool has_value = !discard && !result_is_void(l->c, function);
    bool is_direct = plan_of(function) && plan_of(function)->is_direct;
    emit_line(&l->e, node->first);
    const char *value =
        has_value ? new_temporary(l, typeof_result(l, function), l->remaining > 0) : NULL;
    settle_arguments(l, function, call, is_direct);
    if (is_direct) {
        call_directly(l, function, call, value);
    }
    call_in_frame(l, node, function, call, value);
    if (is_direct) {
        emit(&l->e, "}");
    }
    replace(l, node, has_value ? value : SPENT, NULL);
}

void pointer_call(struct lowering *l, struct node *call) {
    expression(l, call->children[0]);
    emit(&l->e, "(%s", l->plan->context);
    for (uint32_t i = 1; i < call->child_count; i++) {
        emit(&l->e, ",");
        expression(l, call->children[i]);
    }
    emit(&l->e, ")");
}

static void prepare_pointer(struct lowering *l, struct node *node, struct node *call,
                            bool discard) {
    const char *self = l->plan->self, *context = l->plan->context;
    const char *offset = child_member(l, node, NULL);
    const char *boxed = arena_format(l->c->arena, "%s->%s", self, offset);
    emit_line(&l->e, node->first);
    const char *value = NULL;
    if (!discard) {
        value = new_temporary(l, typeof_pointer_result(l, call), l->remaining > 0);
        emit(&l->e, "__builtin_memcpy((void *)&%s, (__typeof__(%s)[1]){ (", value, value);
    }
    pointer_call(l, call);
    emit(&l->e, discard ? ";" : ") }, sizeof(%s));", value);
    emit(&l->e, "if (%s->entered) { %s = %s->entered + 1;", context, boxed, context);
    suspend_into(l, node, offset, NULL, arena_format(l->c->arena, "tarry__call_poll(%s)", context));
    if (value) {
        emit(&l->e, "__builtin_memcpy((void *)&%s, %s, sizeof(%s));", value, boxed, value);
    }
    emit(&l->e, "tarry__frame_free(%s, %s, (void *)0); }", context, boxed);
    replace(l, node, value ? value : SPENT, NULL);
}

void prepare_await(struct lowering *l, struct node *node, bool discard) {
    if (l->arm) {
        prepare_arm(l, node, discard);
        return;
    }
    struct node *call = call_of(node->children[0]);
    if (call->kind == NODE_BLOCKING) {
        prepare_blocking(l, node, call, discard);
        return;
    }
    struct async_function *function = called_function(call);
    uint32_t after = l->remaining - count_argument_suspensions(call) - 1;
    bool in_argument = l->in_argument;
    l->in_argument = true;
    l->remaining = count_argument_suspensions(call);
    prepare_arguments(l, call);
    l->in_argument = in_argument;
    l->remaining = after;
    if (!function) {
        prepare_pointer(l, node, call, discard);
    } else if (callee_of(l->plan, function)->embedded) {
        prepare_embedded(l, node, function, call, discard);
    } else {
        prepare_boxed(l, node, function, call, discard);
    }
}

// ---- spawn ----

// Prints the address of the lvalue, if there is one.
static void result_address(struct lowering *l, struct node *lvalue) {
    if (lvalue) {
        emit(&l->e, "&(");
        expression(l, lvalue);
        emit(&l->e, ")");
    } else {
        emit(&l->e, "(void *)0");
    }
}

// The child writes its result byte by byte: the lvalue has to be of its type. `type` is C text.
static void check_result_type(struct lowering *l, struct node *lvalue, const char *type,
                              const char *callee) {
    if (lvalue) {
        emit(&l->e, "__extension__ _Static_assert(__builtin_types_compatible_p(__typeof__(");
        expression(l, lvalue);
        emit(&l->e,
             "), %s), \"spawn stores into a variable whose type is not the result type of %s "
             "[" RULE_SPAWN_TYPE "]\");",
             type, callee);
    }
}

static bool holds_spawn(const struct node *node) {
    bool found = node->kind == NODE_SPAWN;
    for (uint32_t i = 0; i < node->child_count && !found; i++) {
        found = node->children[i] && holds_spawn(node->children[i]);
    }
    return found;
}

static void spawn_function(struct lowering *l, struct node *node, struct async_function *function,
                           struct node *lvalue, struct node *call) {
    settle_arguments(l, function, call, false);
    const char *head = callee_struct(l->c, l->plan, function);
    const char *child = arena_format(l->c->arena, "%s%u", l->plan->temporary, ++l->next_number);
    const char *scope_name =
        arena_format(l->c->arena, "%s%u", l->plan->temporary, ++l->next_number);
    emit(&l->e, "struct tarry_scope *%s = &", scope_name);
    expression(l, node->children[0]);
    emit(&l->e, ";");
    const char *place = NULL; // of the result, if it has to be known before
    if (node->op == TOKEN_AWAIT) {
        if (lvalue && holds_spawn(lvalue)) {
            place = arena_format(l->c->arena, "%s%u", l->plan->temporary, ++l->next_number);
            emit(&l->e, "void *%s = (void *)", place);
            result_address(l, lvalue);
            emit(&l->e, ";");
        }
        use_room(l);
    }
    emit(&l->e, "struct %s *%s = tarry__spawn_new(%s, %s, &%s__function,", head, child,
         l->plan->context, scope_name, function->name);
    if (place) {
        emit(&l->e, "%s", place);
    } else {
        result_address(l, lvalue);
    }
    emit(&l->e, ");");
    check_result_type(l, lvalue, typeof_result(l, function), function->name);
    emit(&l->e, "if (%s) {", child);
    write_arguments(l, function, call, arena_format(l->c->arena, "%s->", child), NULL);
    emit(&l->e, "%s->state = 0; tarry__spawn(%s, %s, %s); }", child, l->plan->context, scope_name,
         child);
}

// What the function called shall make is in the context until it is called: a spawn in one of its
// arguments comes before that.
static void settle_inner_spawns(struct lowering *l, struct node *call) {
    for (uint32_t i = 0; i < call->child_count; i++) {
        if (holds_spawn(call->children[i])) {
            settle_part(l, call->children[i]);
        }
    }
}

// The function called makes the child.
static void spawn_pointer(struct lowering *l, struct node *node, struct node *lvalue,
                          struct node *call) {
    settle_inner_spawns(l, call);
    const char *calling = arena_format(l->c->arena, "%s%u", l->plan->temporary, ++l->next_number);
    emit(&l->e, "struct tarry_calling %s = { &", calling);
    expression(l, node->children[0]);
    emit(&l->e, ", ");
    result_address(l, lvalue);
    emit(&l->e, ", (void *)0 };");
    check_result_type(l, lvalue, typeof_pointer_result(l, call), "the function");
    if (node->op == TOKEN_AWAIT) {
        use_room(l);
    }
    emit(&l->e, "%s->calling = &%s;", l->plan->context, calling);
    pointer_call(l, call);
    emit(&l->e, "; %s->calling = (void *)0;", l->plan->context);
}

void lower_spawn(struct lowering *l, struct node *node) {
    struct node *scope = node->children[0];
    struct node *lvalue = node->child_count > 2 ? node->children[1] : NULL;
    struct node *call = call_of(node->children[node->child_count - 1]);
    struct async_function *function = called_function(call);
    uint32_t outer = l->remaining;
    l->remaining = count_suspensions(scope) + (lvalue ? count_suspensions(lvalue) : 0) +
                   count_argument_suspensions(call) + node_suspends(node);
    emit_line(&l->e, node->first);
    emit(&l->e, "{");
    prepare(l, scope, false);
    if (lvalue) {
        prepare(l, lvalue, false);
    }
    prepare_arguments(l, call);
    if (node->op == TOKEN_AWAIT) {
        wait_for_room(l, node);
    }
    l->remaining = outer;
    if (l->depth == 0) {
        end_group(l);
    }
    if (function) {
        spawn_function(l, node, function, lvalue, call);
    } else {
        spawn_pointer(l, node, lvalue, call);
    }
    emit(&l->e, "}");
}
