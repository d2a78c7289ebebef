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

#include <string.h>
const struct replacement *replacement_of(const struct node *node) {
    return node->kind <= NODE_INITIALIZER ? node->lowering : NULL;
}

void replace(struct lowering *l, struct node *node, const char *text, struct node *use) {
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

uint32_t count_suspensions(const struct node *node) {
    if (!node->has_await || is_unevaluated(node)) {
        return 0;
    }
    uint32_t count = node_suspends(node);
    for (uint32_t i = node->kind == NODE_GENERIC; i < node->child_count; i++) {
        if (node->children[i]) {
            count += count_suspensions(node->children[i]);
        }
    }
    return count;
}

// ---- temporaries ----

// new_temporary declares one and returns the C text that names it.
const char *new_temporary(struct lowering *l, const char *type, bool in_frame) {
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

const char *typeof_result(struct lowering *l, struct async_function *function) {
    return arena_format(l->c->arena, "__typeof__(((struct %s *)0)->result)",
                        callee_struct(l->c, l->plan, function));
}

const char *typeof_pointer_result(struct lowering *l, struct node *call) {
    struct buffer text = {0};
    pointer_result_text(l->c, l->plan, &text, call);
    const char *type = arena_format(l->c->arena, "__typeof__(%s)", text.data);
    buffer_destroy(&text);
    return type;
}

// Temporaries of one outermost full expression share their room with those of the others.
void end_group(struct lowering *l) {
    if (l->group_size) {
        buffer_print(&l->plan->temporaries, "%s%s%s", l->group_size > 1 ? "struct { " : "",
                     l->group.data, l->group_size > 1 ? " };\n" : "\n");
    }
    l->group.length = 0;
    l->group_size = 0;
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

// ---- prepare ----

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

// The same into a temporary of its type, `holds_const`: which cannot be assigned to.
static void store_value(struct lowering *l, const char *name, bool holds_const, struct node *node) {
    if (!name) {
        print_value(l, NULL, "", node);
        return;
    }
    assign_begin(l, name, holds_const);
    expression(l, node);
    assign_end(l, name, holds_const);
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
    bool copies = value_holds_const(l->c, node);
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
        store_value(l, value, copies, yes);
        emit(&l->e, "} else {");
    }
    prepare_consumed(l, no, discard);
    store_value(l, value, copies, no);
    emit(&l->e, "}");
    replace(l, node, value ? value : SPENT, NULL);
}

static void prepare_comma(struct lowering *l, struct node *node, bool discard) {
    if (l->arm && node->children[0]->has_await) { // all of it is evaluated behind the race
        prepare(l, node->children[0], true);
        return;
    }
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
    const char *name = discard || !value ? NULL : new_temporary(l, typeof_text(l, node), in_frame);
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
    bool copies = value_holds_const(l->c, node);
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
            assign_begin(l, value, copies);
            emit(&l->e, "_Generic(");
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
            emit(&l->e, ")");
            assign_end(l, value, copies);
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

void prepare(struct lowering *l, struct node *node, bool discard) {
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
