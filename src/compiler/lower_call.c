// Lowering of calls: await and spawn.
//
// An embedded callee is polled in place; a separate frame is entered, and the poll function goes on
// behind its resume label once that frame has ended. What a spawn starts is filled in the same way,
// as a task of its own.
#include "compiler/lower.h"
#include "compiler/rules.h"

#include <string.h>

// ---- suspension points ----

unsigned suspend_point(struct lowering *l, uint32_t token, const char *offset,
                       struct async_function *callee, bool boxed) {
    struct plan *plan = l->plan;
    plan->awaits = arena_grow(l->c->arena, plan->awaits, plan->await_count, sizeof *plan->awaits);
    plan->awaits[plan->await_count] = (struct await_point){
        .line = source_locate(l->c->source, token_at(l->c, token)->offset).line,
        .offset = offset,
        .callee = callee,
        .boxed = boxed,
    };
    if (++plan->await_count == UINT16_MAX) {
        error_at(l->c, token, RULE_AWAIT_COUNT, "more than %u awaits in one function",
                 UINT16_MAX - 1);
    }
    return plan->await_count;
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
                     const char *place) {
    for (uint32_t i = 1; i < call->child_count; i++) {
        struct node *argument = call->children[i];
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

// Where a frame may not be had, arguments with side effects are evaluated before it is asked for.
void settle_arguments(struct lowering *l, struct async_function *function, struct node *call,
                      bool all) {
    for (uint32_t i = 1; i < call->child_count; i++) {
        struct node *argument = call->children[i];
        bool stays = all ? argument->kind == NODE_CONSTANT : is_pure(argument);
        if (stays && !argument->has_await) {
            continue;
        }
        emit_line(&l->e, argument->first);
        const char *name = arena_format(l->c->arena, "%s%u", l->plan->temporary, ++l->next_number);
        emit(&l->e, "__typeof__(((struct %s *)0)->%s) %s =", callee_struct(l->c, l->plan, function),
             field_of_parameter(l->c, function, i - 1), name);
        expression(l, argument);
        emit(&l->e, ";");
        replace(l, argument, name, NULL);
    }
}

// ---- await ----

static void prepare_embedded(struct lowering *l, struct node *node, struct async_function *function,
                             struct node *call, bool discard) {
    const char *self = l->plan->self;
    const char *place = arena_format(l->c->arena, "%s->child.%s", self, function->name);
    emit_line(&l->e, node->first);
    write_arguments(l, function, call, arena_format(l->c->arena, "%s.", place));
    const char *offset = arena_format(l->c->arena, "child.%s", function->name);
    unsigned state = suspend_point(l, node->first, offset, function, false);
    emit(&l->e, "%s.state = 0; %sresume_%u: if (!%s__poll(&%s, %s)) { %s->state = %u; return 0; }",
         place, l->plan->label, state, function->name, place, l->plan->context, self, state);
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

static const char *boxed_field(struct lowering *l) {
    if (!l->has_boxed) {
        l->has_boxed = true;
        l->boxed_field = "boxed";
        for (uint32_t i = 0; i < l->plan->callee_count; i++) {
            if (strcmp(l->plan->callees[i].function->name, "boxed") == 0) {
                l->boxed_field = "boxed_";
            }
        }
    }
    return l->boxed_field;
}

static void prepare_boxed(struct lowering *l, struct node *node, struct async_function *function,
                          struct node *call, bool discard) {
    const char *self = l->plan->self, *context = l->plan->context;
    const char *head = callee_struct(l->c, l->plan, function);
    bool has_value = !discard && !result_is_void(l->c, function);
    const char *boxed = arena_format(l->c->arena, "%s->child.%s", self, boxed_field(l));
    emit_line(&l->e, node->first);
    const char *value =
        has_value ? new_temporary(l, typeof_result(l, function), l->remaining > 0) : NULL;
    settle_arguments(l, function, call, false);
    const char *frame = arena_format(l->c->arena, "%s%u", l->plan->temporary, ++l->next_number);
    emit(&l->e, "struct %s *%s = tarry__frame_new(%s, &%s__function); if (%s) {", head, frame,
         context, function->name, frame);
    write_arguments(l, function, call, arena_format(l->c->arena, "%s->", frame));
    const char *offset = arena_format(l->c->arena, "child.%s", l->boxed_field);
    unsigned state = suspend_point(l, node->first, offset, function, true);
    emit(&l->e,
         "%s->state = 0; %s = %s; %s->state = %u; tarry__frame_enter(%s, %s); return 0; "
         "%sresume_%u:",
         frame, boxed, frame, self, state, context, frame, l->plan->label, state);
    if (has_value) {
        bool copies = result_holds_const(l, function);
        assign_begin(l, value, copies);
        emit(&l->e, "((struct %s *)%s)->result", head, boxed);
        assign_end(l, value, copies);
    }
    emit(&l->e,
         "tarry__frame_free(%s, %s, &%s__function); } else { tarry__no_memory(%s, %s%s, "
         "&%s__function); }",
         context, boxed, function->name, context, has_value ? "&" : "(void *)0",
         has_value ? value : "", function->name);
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
    const char *boxed = arena_format(l->c->arena, "%s->child.%s", self, boxed_field(l));
    emit_line(&l->e, node->first);
    const char *value = NULL;
    if (!discard) {
        value = new_temporary(l, typeof_pointer_result(l, call), l->remaining > 0);
        emit(&l->e, "__builtin_memcpy((void *)&%s, (__typeof__(%s)[1]){ (", value, value);
    }
    pointer_call(l, call);
    emit(&l->e, discard ? ";" : ") }, sizeof(%s));", value);
    const char *offset = arena_format(l->c->arena, "child.%s", l->boxed_field);
    unsigned state = suspend_point(l, node->first, offset, NULL, true);
    emit(&l->e,
         "if (%s->entered) { %s = %s->entered + 1; %s->state = %u; return 0; %sresume_%u:", context,
         boxed, context, self, state, l->plan->label, state);
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
             "), %s), \"spawn: the variable's type is not the result type of %s [" RULE_SPAWN_TYPE
             "]\");",
             type, callee);
    }
}

static void spawn_function(struct lowering *l, struct node *node, struct async_function *function,
                           struct node *lvalue, struct node *call) {
    settle_arguments(l, function, call, false);
    const char *head = callee_struct(l->c, l->plan, function);
    const char *child = arena_format(l->c->arena, "%s%u", l->plan->temporary, ++l->next_number);
    const char *scope_name =
        arena_format(l->c->arena, "%s%u", l->plan->temporary, ++l->next_number);
    if (node->op == TOKEN_AWAIT) {
        use_room(l);
    }
    emit(&l->e, "struct tarry_scope *%s = &", scope_name);
    expression(l, node->children[0]);
    emit(&l->e, "; struct %s *%s = tarry__spawn_new(%s, %s, &%s__function,", head, child,
         l->plan->context, scope_name, function->name);
    result_address(l, lvalue);
    emit(&l->e, ");");
    check_result_type(l, lvalue, typeof_result(l, function), function->name);
    emit(&l->e, "if (%s) {", child);
    write_arguments(l, function, call, arena_format(l->c->arena, "%s->", child));
    emit(&l->e, "%s->state = 0; tarry__spawn(%s, %s, %s); }", child, l->plan->context, scope_name,
         child);
}

// The function called makes the child.
static void spawn_pointer(struct lowering *l, struct node *node, struct node *lvalue,
                          struct node *call) {
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
