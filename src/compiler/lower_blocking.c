// Lowering of `await blocking(f(x, 3))`: an ordinary call on the blocking pool.
//
// Each such call gets a future of its own, at file scope, that the function embeds as it does those
// of async functions:
//
//     struct main__blocking_1__future {
//         __typeof__(f(x, 3)) result;          // absent if nobody wants it
//         unsigned short state;
//         struct tarry_blocking blocking;
//         __typeof__((void)0, x) p1;
//     };
//     static void main__blocking_1__call(void *future) { ... result = f(self->p1, 3); ... }
//
// with a poll function and a descriptor. What f is called with is evaluated by the caller, also
// which function it is, unless that is a function's name. Literals stay where they are: a 0 may be
// a null pointer. What a macro put around the call, a cast for one, is done with the result.
#include "compiler/frame.h"
#include "compiler/lower.h"
#include "compiler/name.h"
#include "compiler/rules.h"

#include <string.h>

// ---- what is evaluated where ----

static bool is_literal(const struct node *node) {
    switch (node->kind) {
    case NODE_CONSTANT:
    case NODE_STRING:
        return true;
    case NODE_PAREN:
    case NODE_BINARY:
        break;
    case NODE_UNARY:
        if (node->op == '&' || node->op == '*' || node->op == TOKEN_INCREMENT ||
            node->op == TOKEN_DECREMENT) {
            return false;
        }
        break;
    case NODE_CAST: // of a null pointer, mostly
        return is_literal(node->children[1]);
    default:
        return false;
    }
    for (uint32_t i = 0; i < node->child_count; i++) {
        if (!is_literal(node->children[i])) {
            return false;
        }
    }
    return true;
}

static const struct name_facts *facts_of(const struct lowering *l, const struct node *name) {
    return name_of(token_at(l->c, name->first)->name)->facts;
}

// A function's name, of which no other thread can make another function.
static bool is_function_name(const struct lowering *l, const struct node *node) {
    if (node->kind != NODE_IDENTIFIER || node->symbol) {
        return false;
    }
    const struct name_facts *facts = facts_of(l, node);
    const char *name = token_text(l->c, node->first);
    return (facts && facts->plain_function_token != NO_TOKEN) || strncmp(name, "__", 2) == 0;
}

static bool stays(const struct lowering *l, const struct node *node, uint32_t index) {
    return index == 0 ? is_function_name(l, node) : is_literal(node);
}

// May the expression have a type that cannot be assigned to? For older compilers `const int` is one
// even of a value.
static bool needs_copy(struct lowering *l, const struct node *node) {
    while (node->kind == NODE_PAREN) {
        node = node->children[0];
    }
    if (node->kind == NODE_IDENTIFIER && node->symbol && node->symbol->specifiers) {
        const struct symbol *symbol = node->symbol;
        return symbol->is_const || holds_const(l->c, symbol->specifiers, symbol->declarator);
    }
    return node->kind == NODE_IDENTIFIER || node->kind == NODE_MEMBER || node->kind == NODE_INDEX ||
           (node->kind == NODE_UNARY && node->op == '*');
}

static const char *member(struct lowering *l, uint32_t index) {
    return index == 0 ? "function" : arena_format(l->c->arena, "p%u", index);
}

// ---- its declarations ----

static void print_type(struct lowering *l, struct buffer *out, struct node *node) {
    struct buffer text = {0};
    type_text(l->c, l->plan, &text, node);
    buffer_print(out, "%s", text.data);
    buffer_destroy(&text);
}

// The call as the pool makes it.
static void call_text(struct lowering *l, struct buffer *out, const struct node *call) {
    for (uint32_t i = 0; i < call->child_count; i++) {
        struct node *part = call->children[i];
        buffer_print(out, "%s", i > 1 ? ", " : i == 1 ? "(" : "");
        if (!stays(l, part, i)) {
            buffer_print(out, "%s->%s", l->plan->self, member(l, i));
        } else if (i == 0) {
            buffer_print(out, "%s", token_text(l->c, part->first));
        } else {
            print_type(l, out, part);
        }
    }
    buffer_print(out, call->child_count == 1 ? "()" : ")");
}

static void add_text(struct lowering *l, const struct node *call, struct buffer *text) {
    add_line(l->c, &l->plan->hoisted, call->first, "%s", text->data);
    text->length = 0;
}

static void declare_future(struct lowering *l, const char *name, struct node *call,
                           bool has_result) {
    struct buffer text = {0};
    if (has_result) {
        buffer_print(&text,
                     "__extension__ _Static_assert(!__builtin_types_compatible_p(__typeof__(");
        print_type(l, &text, call);
        buffer_print(&text,
                     "), void), \"blocking: the call has no value [" RULE_BLOCKING_OPERAND "]\");");
        add_text(l, call, &text);
    }
    buffer_print(&text, "struct %s__future {", name);
    if (has_result) {
        buffer_print(&text, " __typeof__(");
        print_type(l, &text, call);
        buffer_print(&text, ") result;");
    }
    buffer_print(&text, " unsigned short state; struct tarry_blocking blocking;");
    for (uint32_t i = 0; i < call->child_count; i++) {
        if (!stays(l, call->children[i], i)) {
            buffer_print(&text, " __typeof__((void)0, ");
            print_type(l, &text, call->children[i]);
            buffer_print(&text, ") %s;", member(l, i));
        }
    }
    buffer_print(&text, " };");
    add_text(l, call, &text);
    buffer_destroy(&text);
}

static void declare_call(struct lowering *l, const char *name, struct node *call, bool has_result) {
    const char *self = l->plan->self;
    struct buffer text = {0};
    buffer_print(&text,
                 "static void %s__call(void *tarry__future) { struct %s__future *%s = "
                 "tarry__future; (void)%s; ",
                 name, name, self, self);
    buffer_print(&text, has_result ? "__typeof__(%s->result) tarry__result = " : "(void)", self);
    call_text(l, &text, call);
    buffer_print(&text, ";");
    if (has_result) {
        buffer_print(&text,
                     " __builtin_memcpy((void *)&%s->result, (const void *)&tarry__result, "
                     "sizeof(%s->result));",
                     self, self);
    }
    buffer_print(&text, " }");
    add_text(l, call, &text);
    buffer_destroy(&text);
}

static void declare_function(struct lowering *l, const char *name, struct node *call,
                             bool has_result) {
    const struct node *callee = call->children[0];
    struct location location = source_locate(l->c->source, token_at(l->c, call->first)->offset);
    struct buffer text = {0};
    buffer_print(&text,
                 "static _Bool %s__poll(void *, struct tarry_context *); static "
                 "__attribute__((unused)) const struct tarry_function %s__function = { ",
                 name, name);
    buffer_print(&text,
                 ".name = \"%s\", .file = \"\", .poll = %s__poll, .size = sizeof(struct "
                 "%s__future), .alignment = __alignof__(struct %s__future), ",
                 callee->kind == NODE_IDENTIFIER ? token_text(l->c, callee->first) : "a function",
                 name, name, name);
    if (has_result) {
        buffer_print(&text,
                     ".result_size = sizeof(((struct %s__future *)0)->result), .flags = "
                     "TARRY_FUNCTION_LEAF | (__extension__ _Generic(((struct %s__future "
                     "*)0)->result, signed char: 1, short: 1, int: 1, long: 1, long long: 1, "
                     "default: 0) * TARRY_FUNCTION_RESULT_SIGNED), ",
                     name, name);
    } else {
        buffer_print(&text, ".flags = TARRY_FUNCTION_LEAF, ");
    }
    buffer_print(&text,
                 ".state_offset = __builtin_offsetof(struct %s__future, state), .line = %u };",
                 name, location.line);
    add_text(l, call, &text);
    buffer_print(&text,
                 "static _Bool %s__poll(void *tarry__future, struct tarry_context *%s) { return "
                 "tarry__blocking_poll(%s, &((struct %s__future *)tarry__future)->blocking, "
                 "tarry__future, &%s__function, %s__call); }",
                 name, l->plan->context, l->plan->context, name, name, name);
    add_text(l, call, &text);
    buffer_destroy(&text);
}

const char *declare_blocking(struct lowering *l, struct node *blocking, bool has_result) {
    struct node *call = call_on_pool(blocking);
    const char *name =
        arena_format(l->c->arena, "%s__blocking_%u", l->plan->function->name, ++l->next_blocking);
    declare_future(l, name, call, has_result);
    declare_call(l, name, call, has_result);
    declare_function(l, name, call, has_result);
    return name;
}

void write_blocking_arguments(struct lowering *l, struct node *blocking, const char *place) {
    struct node *call = call_on_pool(blocking);
    for (uint32_t i = 0; i < call->child_count; i++) {
        struct node *part = call->children[i];
        if (stays(l, part, i)) {
            continue;
        }
        const char *target = arena_format(l->c->arena, "%s%s", place, member(l, i));
        bool copies = needs_copy(l, part);
        emit_line(&l->e, part->first);
        assign_begin(l, target, copies);
        expression(l, part);
        assign_end(l, target, copies);
    }
}

void replace_blocking(struct lowering *l, struct node *await, const char *value) {
    const struct node *blocking = call_of(await->children[0]);
    struct node *call = call_on_pool(blocking);
    if (call == blocking->children[0]) {
        replace(l, await, value, NULL);
    } else {
        replace(l, call, value, NULL);
        replace(l, await, NULL, blocking->children[0]);
    }
}

// ---- the await ----

static const char *value_of(struct lowering *l, const char *name, const char *place) {
    if (l->remaining == 0 && !l->in_argument) {
        return arena_format(l->c->arena, "%s.result", place);
    }
    const char *type =
        arena_format(l->c->arena, "__typeof__(((struct %s__future *)0)->result)", name);
    const char *value = new_temporary(l, type, l->remaining > 0);
    assign_begin(l, value, true);
    emit(&l->e, "%s.result", place);
    assign_end(l, value, true);
    return value;
}

void prepare_blocking(struct lowering *l, struct node *node, struct node *blocking, bool discard) {
    struct node *call = call_on_pool(blocking);
    uint32_t inside = count_suspensions(call), after = l->remaining - inside - 1;
    bool in_argument = l->in_argument;
    l->in_argument = true;
    l->remaining = inside;
    for (uint32_t i = 0; i < call->child_count; i++) {
        prepare(l, call->children[i], false);
    }
    l->in_argument = in_argument;
    l->remaining = after;

    struct async_function *function = arena_allocate(l->c->arena, sizeof *function);
    function->name = declare_blocking(l, blocking, !discard);
    const char *field =
        child_field(l->c, l->plan, arena_format(l->c->arena, "blocking_%u", l->next_blocking));
    struct child_class *child = child_of(l, node);
    add_line(l->c, &child->others, l->plan->function->name_token, "struct %s__future %s;",
             function->name, field);
    const char *offset = arena_format(l->c->arena, "%s.%s", child->name, field);
    const char *place = arena_format(l->c->arena, "%s->%s", l->plan->self, offset);
    emit_line(&l->e, node->first);
    write_blocking_arguments(l, blocking, arena_format(l->c->arena, "%s.", place));
    emit(&l->e, "%s.state = 0;", place);
    suspend(
        l, node, offset, function,
        arena_format(l->c->arena, "%s__poll(&%s, %s)", function->name, place, l->plan->context));
    replace_blocking(l, node, discard ? SPENT : value_of(l, function->name, place));
}
