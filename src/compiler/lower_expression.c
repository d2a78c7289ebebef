// Lowering of expressions.
//
// An expression that holds an await is computed in two parts. prepare() walks it in C's order of
// evaluation and prints, as statements, every await and whatever must be known or done before it:
// the condition of an && whose right side awaits, the left side of a comma, the body of a statement
// expression. Each prepared node is given a replacement: the text that now stands for its value.
// expression() prints what is left, an await-free expression of plain C, once.
//
// Where C leaves the order of operands open, awaits come first, from left to right, and the other
// operands are evaluated after them: `x += await f()` reads x after the await, and `a[i++] = await
// f()` evaluates i++ once, afterwards.
//
// A value that was computed before a later await of the same full expression is kept in a temporary
// in the future, other temporaries are locals of the poll function.
#include "compiler/lower.h"
#include "compiler/rules.h"

#include <string.h>

struct replacement {
    const char *text; // stands for the node
    struct node *use; // or: this child does
};

static const struct replacement *replacement_of(const struct node *node) {
    return node->kind <= NODE_INITIALIZER ? node->lowering : NULL;
}

static void replace(struct lowering *l, struct node *node, const char *text, struct node *use) {
    struct replacement *replacement = arena_allocate(l->c->arena, sizeof *replacement);
    replacement->text = text;
    replacement->use = use;
    node->lowering = replacement;
}

#define SPENT "((void)0)"

bool is_spent(const struct node *node) {
    const struct replacement *replacement = replacement_of(node);
    if (replacement) {
        return replacement->text ? strcmp(replacement->text, SPENT) == 0
                                 : is_spent(replacement->use);
    }
    switch (node->kind) {
    case NODE_PAREN:
    case NODE_CAST:
        return node->child_count && is_spent(node->children[node->child_count - 1]);
    case NODE_UNARY:
        return node->op == TOKEN_EXTENSION && is_spent(node->children[0]);
    default:
        return false;
    }
}

// ---- suspension points ----

static bool is_unevaluated(const struct node *node) {
    return node->kind == NODE_SIZEOF_EXPR || node->kind == NODE_SIZEOF_TYPE ||
           node->kind == NODE_TYPEOF;
}

static uint32_t count_suspensions(const struct node *node) {
    if (!node->has_await || is_unevaluated(node)) {
        return 0;
    }
    uint32_t count = node->kind == NODE_AWAIT || node->kind == NODE_SCOPE;
    for (uint32_t i = node->kind == NODE_GENERIC; i < node->child_count; i++) {
        if (node->children[i]) {
            count += count_suspensions(node->children[i]);
        }
    }
    return count;
}

unsigned suspend_point(struct lowering *l, uint32_t token, const char *offset,
                       struct async_function *callee, bool boxed) {
    struct plan *plan = l->plan;
    plan->awaits =
        arena_grow(l->c->arena, plan->awaits, plan->await_count, sizeof *plan->awaits);
    plan->awaits[plan->await_count] = (struct await_point){
        .line = source_locate(l->c->source, token_at(l->c, token)->offset).line,
        .offset = offset,
        .callee = callee,
        .boxed = boxed,
    };
    if (++plan->await_count == UINT16_MAX) {
        error_at(l->c, token, RULE_AWAIT_COUNT, "more than %u awaits in one function", UINT16_MAX - 1);
    }
    return plan->await_count;
}

// ---- temporaries ----

// new_temporary declares one and returns the C text that names it.
static const char *new_temporary(struct lowering *l, const char *type, bool in_frame) {
    const char *name = arena_format(l->c->arena, "%s%u", l->plan->temporary, ++l->next_number);
    if (!in_frame) {
        emit(&l->e, "%s %s;", type, name);
        return name;
    }
    name = unique_field(l->c, l->plan, name);
    buffer_print(&l->group, "%s%s %s;", l->group_size++ ? " " : "", type, name);
    return arena_format(l->c->arena, "%s->%s", l->plan->self, name);
}

static const char *typeof_text(struct lowering *l, struct node *node) {
    struct buffer text = {0};
    type_text(l->c, l->plan, &text, node);
    const char *type = arena_format(l->c->arena, "__typeof__(%s)", text.data ? text.data : "");
    buffer_destroy(&text);
    return type;
}

// The type of an expression's value, where the expression may be a bit-field or an array.
static const char *typeof_value(struct lowering *l, struct node *node) {
    struct buffer text = {0};
    type_text(l->c, l->plan, &text, node);
    const char *type = arena_format(l->c->arena, "__typeof__((void)0, %s)", text.data);
    buffer_destroy(&text);
    return type;
}

static const char *typeof_result(struct lowering *l, struct async_function *function) {
    return arena_format(l->c->arena, "__typeof__(((struct %s *)0)->result)",
                        callee_struct(l->c, l->plan, function));
}

// Temporaries of one outermost full expression share their room with those of the others.
static void end_group(struct lowering *l) {
    if (l->group_size) {
        buffer_print(&l->plan->temporaries, "%s%s%s", l->group_size > 1 ? "struct { " : "",
                     l->group.data, l->group_size > 1 ? " };\n" : "\n");
    }
    l->group.length = 0;
    l->group_size = 0;
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

static struct node *call_of(struct node *node) {
    while (node->kind == NODE_PAREN) {
        node = node->children[0];
    }
    return node;
}

void assign_begin(struct lowering *l, const char *target, bool holds_const) {
    if (holds_const) {
        emit(&l->e, "__builtin_memcpy((void *)&%s, (__typeof__(%s)[1]){ (", target, target);
    } else {
        emit(&l->e, "%s =", target);
    }
}

void assign_end(struct lowering *l, const char *target, bool holds_const) {
    if (holds_const) {
        emit(&l->e, ") }, sizeof(%s));", target);
    } else {
        emit(&l->e, ";");
    }
}

static bool result_holds_const(struct lowering *l, const struct async_function *function) {
    return holds_const(l->c, function->specifiers, function->declarator);
}

// Prints `PLACE<field> = argument;` for each argument.
static void write_arguments(struct lowering *l, struct async_function *function, struct node *call,
                            const char *place) {
    for (uint32_t i = 1; i < call->child_count; i++) {
        struct node *argument = call->children[i];
        const struct node *parameter = function->parameters->children[i - 1];
        const char *target = arena_format(l->c->arena, "%s%s", place,
                                          field_of_parameter(l->c, function, i - 1));
        bool copies =
            holds_const(l->c, parameter->children[0],
                        parameter->child_count > 1 ? parameter->children[1] : NULL);
        emit_line(&l->e, argument->first);
        assign_begin(l, target, copies);
        expression(l, argument);
        assign_end(l, target, copies);
    }
}

// Where a frame may not be had, arguments with side effects are evaluated before it is asked for.
static void settle_arguments(struct lowering *l, struct async_function *function,
                             struct node *call) {
    for (uint32_t i = 1; i < call->child_count; i++) {
        struct node *argument = call->children[i];
        if (is_pure(argument) && !argument->has_await) {
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

// ---- prepare ----

static void prepare(struct lowering *l, struct node *node, bool discard);

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

static void prepare_boxed(struct lowering *l, struct node *node, struct async_function *function,
                          struct node *call, bool discard) {
    const char *self = l->plan->self, *context = l->plan->context;
    const char *head = callee_struct(l->c, l->plan, function);
    bool has_value = !discard && !result_is_void(l->c, function);
    if (!l->has_boxed) {
        l->has_boxed = true;
        l->boxed_field = callee_of(l->plan, function) && strcmp(function->name, "boxed") == 0
                             ? "boxed_"
                             : "boxed";
    }
    const char *boxed = arena_format(l->c->arena, "%s->child.%s", self, l->boxed_field);
    emit_line(&l->e, node->first);
    const char *value =
        has_value ? new_temporary(l, typeof_result(l, function), l->remaining > 0) : NULL;
    settle_arguments(l, function, call);
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

static void prepare_await(struct lowering *l, struct node *node, bool discard) {
    struct node *call = call_of(node->children[0]);
    struct async_function *function = called_function(call);
    uint32_t inside = 0;
    for (uint32_t i = 1; i < call->child_count; i++) {
        inside += count_suspensions(call->children[i]);
    }
    uint32_t after = l->remaining - inside - 1;
    bool in_argument = l->in_argument;
    l->in_argument = true;
    l->remaining = inside;
    for (uint32_t i = 1; i < call->child_count; i++) {
        prepare(l, call->children[i], false);
    }
    l->in_argument = in_argument;
    l->remaining = after;
    if (callee_of(l->plan, function)->embedded) {
        prepare_embedded(l, node, function, call, discard);
    } else {
        prepare_boxed(l, node, function, call, discard);
    }
}

// Prepares an operand whose value is used before anything else of the expression is prepared.
static void prepare_consumed(struct lowering *l, struct node *node, bool discard) {
    uint32_t own = count_suspensions(node), after = l->remaining - own;
    bool in_argument = l->in_argument;
    l->in_argument = false;
    l->remaining = own;
    prepare(l, node, discard);
    l->in_argument = in_argument;
    l->remaining = after;
}

static void print_value(struct lowering *l, const char *name, const char *format,
                        struct node *node) {
    if (name) {
        emit(&l->e, "%s =", name);
        if (*format) {
            emit(&l->e, "%s", format);
        }
        expression(l, node);
        emit(&l->e, "%s", *format ? ");" : ";");
    } else if (!is_spent(node)) {
        emit(&l->e, "(void)(");
        expression(l, node);
        emit(&l->e, ");");
    }
}

static void prepare_logical(struct lowering *l, struct node *node, bool discard) {
    struct node *left = node->children[0], *right = node->children[1];
    if (!right->has_await) {
        prepare(l, left, false);
        return;
    }
    prepare_consumed(l, left, false);
    uint32_t after = l->remaining - count_suspensions(right);
    const char *value = discard ? NULL : new_temporary(l, "int", after > 0);
    bool is_and = node->op == TOKEN_AND_AND;
    emit_line(&l->e, left->first);
    emit(&l->e, is_and ? "if (" : "if (!(");
    expression(l, left);
    emit(&l->e, is_and ? ") {" : ")) {");
    prepare_consumed(l, right, discard);
    print_value(l, value, "!!(", right);
    emit(&l->e, "}");
    if (value) {
        emit(&l->e, "else { %s = %d; }", value, !is_and);
    }
    replace(l, node, value ? value : SPENT, NULL);
}

static void prepare_conditional(struct lowering *l, struct node *node, bool discard) {
    struct node *condition = node->children[0];
    struct node *no = node->children[node->child_count - 1];
    struct node *yes = node->child_count > 2 ? node->children[1] : NULL;
    if (!no->has_await && !(yes && yes->has_await)) {
        prepare(l, condition, false);
        return;
    }
    prepare_consumed(l, condition, false);
    uint32_t after = l->remaining - count_suspensions(no) - (yes ? count_suspensions(yes) : 0);
    const char *value = discard ? NULL : new_temporary(l, typeof_text(l, node), after > 0);
    emit_line(&l->e, condition->first);
    if (!yes) { // a ?: b
        if (value) {
            print_value(l, value, "", condition);
            emit(&l->e, "if (!%s) {", value);
        } else {
            emit(&l->e, "if (!(");
            expression(l, condition);
            emit(&l->e, ")) {");
        }
    } else {
        emit(&l->e, "if (");
        expression(l, condition);
        emit(&l->e, ") {");
        prepare_consumed(l, yes, discard);
        print_value(l, value, "", yes);
        emit(&l->e, "} else {");
    }
    prepare_consumed(l, no, discard);
    print_value(l, value, "", no);
    emit(&l->e, "}");
    replace(l, node, value ? value : SPENT, NULL);
}

static void prepare_comma(struct lowering *l, struct node *node, bool discard) {
    prepare_consumed(l, node->children[0], true);
    emit_line(&l->e, node->children[0]->first);
    print_value(l, NULL, "", node->children[0]);
    prepare(l, node->children[1], discard);
    replace(l, node, NULL, node->children[1]);
}

// Does a block suspend at its end, when its value is known?
static bool defers_await(const struct node *compound) {
    for (uint32_t i = 0; i < compound->child_count; i++) {
        if (compound->children[i]->kind == NODE_DEFER && compound->children[i]->has_await) {
            return true;
        }
    }
    return false;
}

static void prepare_statement_expression(struct lowering *l, struct node *node, bool discard) {
    struct node *compound = node->children[0];
    struct node *value = statement_value(compound);
    uint32_t after = l->remaining - count_suspensions(node);
    bool in_frame = after > 0 || defers_await(compound);
    const char *name =
        discard || !value ? NULL : new_temporary(l, typeof_text(l, node), in_frame);
    emit_line(&l->e, node->first);
    emit(&l->e, "{");
    bool in_argument = l->in_argument;
    l->in_argument = false;
    l->depth++;
    block_items(l, compound, 0, value, name);
    l->depth--;
    l->in_argument = in_argument;
    emit(&l->e, "}");
    l->remaining = after;
    replace(l, node, name ? name : SPENT, NULL);
}

// Prints an operand that is not evaluated.
static void look_at(struct lowering *l, struct node *node) {
    l->unevaluated++;
    expression(l, node);
    l->unevaluated--;
}

// Only one association is evaluated, but which one only the compiler knows: each is an if over a
// _Generic of constants.
static void prepare_generic(struct lowering *l, struct node *node, bool discard) {
    uint32_t after = l->remaining - count_suspensions(node);
    const char *value = discard ? NULL : new_temporary(l, typeof_value(l, node), after > 0);
    for (uint32_t i = 1; i < node->child_count; i++) {
        struct node *branch = node->children[i];
        struct node *result = branch->children[branch->child_count - 1];
        // _Generic(control, T1: 0, T2: 1, ...): 1 for this branch
        emit(&l->e, "%sif (_Generic(", i > 1 ? "else " : "");
        look_at(l, node->children[0]);
        for (uint32_t j = 1; j < node->child_count; j++) {
            struct node *other = node->children[j];
            emit(&l->e, ",");
            if (other->child_count > 1) {
                expression(l, other->children[0]);
            } else {
                emit(&l->e, "default");
            }
            emit(&l->e, ": %d", i == j);
        }
        emit(&l->e, ")) {");
        prepare_consumed(l, result, discard);
        if (value) { // the assignment must have the right type in every branch, also the ones never
                     // taken
            emit(&l->e, "%s = _Generic(", value);
            look_at(l, node->children[0]);
            for (uint32_t j = 1; j < node->child_count; j++) {
                struct node *other = node->children[j];
                emit(&l->e, ",");
                if (other->child_count > 1) {
                    expression(l, other->children[0]);
                } else {
                    emit(&l->e, "default");
                }
                emit(&l->e, ":");
                if (i == j) {
                    expression(l, result);
                } else {
                    emit(&l->e, "(%s){0}", typeof_value(l, node));
                }
            }
            emit(&l->e, ");");
        } else {
            print_value(l, NULL, "", result);
        }
        emit(&l->e, "}");
    }
    l->remaining = after;
    replace(l, node, value ? value : SPENT, NULL);
}

static bool is_void_cast(struct lowering *l, const struct node *node) {
    const struct node *type = node->children[0];
    return type->end == type->first + 1 && token_is_spelled(l->c, type->first, "void");
}

static void prepare(struct lowering *l, struct node *node, bool discard) {
    if (!node->has_await || is_unevaluated(node)) {
        return;
    }
    switch (node->kind) {
    case NODE_AWAIT:
        prepare_await(l, node, discard);
        return;
    case NODE_LOGICAL:
        prepare_logical(l, node, discard);
        return;
    case NODE_CONDITIONAL:
        prepare_conditional(l, node, discard);
        return;
    case NODE_COMMA:
        prepare_comma(l, node, discard);
        return;
    case NODE_STATEMENT_EXPR:
        prepare_statement_expression(l, node, discard);
        return;
    case NODE_GENERIC:
        prepare_generic(l, node, discard);
        return;
    case NODE_PAREN:
        prepare(l, node->children[0], discard);
        return;
    case NODE_CAST:
        prepare(l, node->children[0], false); // array sizes may await
        prepare(l, node->children[1], is_void_cast(l, node));
        return;
    case NODE_UNARY:
        prepare(l, node->children[0], discard && node->op == TOKEN_EXTENSION);
        return;
    default:
        for (uint32_t i = 0; i < node->child_count; i++) {
            if (node->children[i]) {
                prepare(l, node->children[i], false);
            }
        }
    }
}

static void begin_full(struct lowering *l, uint32_t suspensions) {
    l->remaining = suspensions;
}

void prepare_full(struct lowering *l, struct node *node, bool discard) {
    uint32_t outer = l->remaining;
    begin_full(l, count_suspensions(node));
    prepare(l, node, discard);
    l->remaining = outer;
    if (l->depth == 0) {
        end_group(l);
    }
}

// ---- spawn ----

void lower_spawn(struct lowering *l, struct node *node) {
    struct node *scope = node->children[0];
    struct node *lvalue = node->child_count > 2 ? node->children[1] : NULL;
    struct node *call = call_of(node->children[node->child_count - 1]);
    struct async_function *function = called_function(call);
    uint32_t outer = l->remaining,
             inside = count_suspensions(scope) + (lvalue ? count_suspensions(lvalue) : 0);
    for (uint32_t i = 1; i < call->child_count; i++) {
        inside += count_suspensions(call->children[i]);
    }
    l->remaining = inside;
    emit_line(&l->e, node->first);
    emit(&l->e, "{");
    prepare(l, scope, false);
    if (lvalue) {
        prepare(l, lvalue, false);
    }
    for (uint32_t i = 1; i < call->child_count; i++) {
        prepare(l, call->children[i], false);
    }
    l->remaining = outer;
    if (l->depth == 0) {
        end_group(l);
    }
    settle_arguments(l, function, call);
    const char *head = callee_struct(l->c, l->plan, function);
    const char *child = arena_format(l->c->arena, "%s%u", l->plan->temporary, ++l->next_number);
    const char *scope_name =
        arena_format(l->c->arena, "%s%u", l->plan->temporary, ++l->next_number);
    emit(&l->e, "struct tarry_scope *%s = &", scope_name);
    expression(l, scope);
    emit(&l->e, "; struct %s *%s = tarry__spawn_new(%s, %s, &%s__function,", head, child,
         l->plan->context, scope_name, function->name);
    if (lvalue) {
        emit(&l->e, "&(");
        expression(l, lvalue);
        emit(&l->e, ")");
    } else {
        emit(&l->e, "(void *)0");
    }
    emit(&l->e, ");");
    if (lvalue) {
        emit(&l->e, "_Static_assert(__builtin_types_compatible_p(__typeof__(");
        expression(l, lvalue);
        emit(&l->e, "), %s), \"spawn: the variable's type is not the result type of %s [" RULE_SPAWN_TYPE "]\");",
             typeof_result(l, function), function->name);
    }
    emit(&l->e, "if (%s) {", child);
    write_arguments(l, function, call, arena_format(l->c->arena, "%s->", child));
    emit(&l->e, "%s->state = 0; tarry__spawn(%s, %s, %s); } }", child, l->plan->context, scope_name,
         child);
}

// ---- printing ----

static bool is_statement(const struct node *node) {
    return (node->kind >= NODE_COMPOUND && node->kind <= NODE_BLOCKING) ||
           node->kind == NODE_DECLARATION;
}

static void copy(struct lowering *l, struct node *node, bool statements) {
    uint32_t token = node->first;
    for (uint32_t i = 0; i < node->child_count; i++) {
        struct node *child = node->children[i];
        if (!child) {
            continue;
        }
        for (; token < child->first; token++) {
            emit_token(&l->e, token);
        }
        if (statements && is_statement(child)) {
            statement(l, child);
        } else if (is_statement(child)) {
            copy(l, child, false);
        } else {
            expression(l, child);
        }
        token = child->end;
    }
    for (; token < node->end; token++) {
        emit_token(&l->e, token);
    }
}

// A compound literal lives as long as its block. Where it can still be seen behind an await it gets
// a place in the future.
static void print_compound_literal(struct lowering *l, struct node *node) {
    struct buffer type = {0};
    compound_type_text(l->c, l->plan, &type, node);
    const char *field = unique_field(l->c, l->plan, "literal");
    add_line(l->c, &l->plan->members, node->first, "__typeof__(%s) %s;", type.data, field);
    emit_line(&l->e, node->first);
    emit(&l->e, "(*(__typeof__(%s) *)__builtin_memcpy((void *)&%s->%s, &(%s)", type.data,
         l->plan->self, field, type.data);
    expression(l, node->children[1]);
    emit(&l->e, ", sizeof(%s)))", type.data);
    buffer_destroy(&type);
}

// Is it an array, or may it be one?
static bool is_array_literal(struct lowering *l, const struct node *node) {
    const struct node *type = node->children[0];
    for (uint32_t i = type->first; i < type->end; i++) {
        if (token_at(l->c, i)->kind == '[') {
            return true;
        }
    }
    for (uint32_t i = 0; i < type->children[0]->child_count; i++) {
        const struct node *part = type->children[0]->children[i];
        if (part->kind == NODE_TYPEDEF_NAME) {
            enum shape shape = part->symbol
                                   ? part->symbol->shape
                                   : typedef_shape(token_at(l->c, part->first)->name);
            return shape != SHAPE_SCALAR && shape != SHAPE_AGGREGATE;
        }
        if (part->kind == NODE_TYPEOF) {
            return true;
        }
    }
    return false;
}

static struct node *through_parens(struct node *node) {
    while (node->kind == NODE_PAREN) {
        node = node->children[0];
    }
    return node;
}

static void refuse_const_assignment(struct lowering *l, struct node *target) {
    target = through_parens(target);
    if (target->kind == NODE_IDENTIFIER && target->symbol && target->symbol->is_parameter &&
        target->symbol->shape != SHAPE_ARRAY && target->symbol->shape != SHAPE_ARRAY_UNKNOWN &&
        symbol_is_top_const(l->c, target->symbol)) {
        error_at(l->c, target->first, NULL, "assignment of read-only parameter `%s`",
                 target->symbol->name);
    }
}

static void print_tag(struct lowering *l, struct node *node) {
    const char *name = tag_name(node);
    if (name) {
        emit_token(&l->e, node->first);
        emit(&l->e, "%s", name);
        l->e.last_token = node->end - 1;
    } else {
        copy(l, node, false);
    }
}

// Prints something of the type of an expression that is not evaluated.
static void print_as_type(struct lowering *l, struct node *node) {
    struct buffer text = {0};
    type_text(l->c, l->plan, &text, node);
    emit_in_place(&l->e, node->first, node->end, arena_format(l->c->arena, "%s", text.data));
    buffer_destroy(&text);
}

void expression(struct lowering *l, struct node *node) {
    const struct replacement *replacement = replacement_of(node);
    if (replacement && replacement->text) {
        emit_in_place(&l->e, node->first, node->end, replacement->text);
        return;
    }
    if (replacement) {
        emit(&l->e, "(");
        expression(l, replacement->use);
        emit(&l->e, ")");
        return;
    }
    switch (node->kind) {
    case NODE_IDENTIFIER:
    case NODE_TYPEDEF_NAME:
        if (node->symbol && node->symbol->emitted_name) {
            emit_in_place(&l->e, node->first, node->end, node->symbol->emitted_name);
            return;
        }
        break;
    case NODE_FUNCTION_NAME:
        emit_in_place(&l->e, node->first, node->end,
                      arena_format(l->c->arena, "\"%s\"", l->plan->function->name));
        return;
    case NODE_AWAIT:
        if (!l->unevaluated) {
            error_at(l->c, node->first, "L17", "await cannot stand here");
        }
        print_as_type(l, node);
        return;
    case NODE_STATEMENT_EXPR:
        if (node->has_await && l->unevaluated) {
            print_as_type(l, node);
            return;
        }
        break;
    case NODE_TAG:
        print_tag(l, node);
        return;
    case NODE_UNARY:
        if (node->op == '&') {
            l->lasting = through_parens(node->children[0]);
        }
        if (node->op == TOKEN_INCREMENT || node->op == TOKEN_DECREMENT) {
            refuse_const_assignment(l, node->children[0]);
        }
        break;
    case NODE_POSTFIX:
    case NODE_ASSIGN:
        refuse_const_assignment(l, node->children[0]);
        break;
    case NODE_SIZEOF_TYPE:
    case NODE_TYPEOF:
        if (node->child_count && node->children[0]->kind == NODE_TYPE_NAME &&
            node->children[0]->has_await) { // evaluated, for it is a variable size
            error_at(l->c, node->first, "L17", "await cannot stand in the size of a type here");
        }
        break;
    case NODE_MEMBER: // an array member is an address
        if (node->op == '.') {
            l->lasting = through_parens(node->children[0]);
        }
        break;
    case NODE_COMPOUND_LITERAL:
        if (l->literal_lives && (l->lasting == node || is_array_literal(l, node))) {
            print_compound_literal(l, node);
            return;
        }
        break;
    default:
        break;
    }
    // Below a node without `has_await` nothing is evaluated that awaits.
    l->unevaluated += !node->has_await;
    copy(l, node, true);
    l->unevaluated -= !node->has_await;
}
