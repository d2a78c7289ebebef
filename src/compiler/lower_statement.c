// Lowering of statements and declarations.
//
// Control flow stays where it is: the poll function's dispatch jumps to labels in the middle of the
// user's own loops and switches. Only loops whose header awaits are rewritten.
#include "compiler/frame.h"
#include "compiler/lower.h"

#include <string.h>

// Prints a node as it stands: its own tokens, its children as expressions.
void copy_range(struct lowering *l, struct node *node) {
    uint32_t token = node->first;
    for (uint32_t i = 0; i < node->child_count; i++) {
        for (; token < node->children[i]->first; token++) {
            emit_token(&l->e, token);
        }
        expression(l, node->children[i]);
        token = node->children[i]->end;
    }
    for (; token < node->end; token++) {
        emit_token(&l->e, token);
    }
}
// ---- return ----

static void lower_return(struct lowering *l, struct node *node) {
    struct node *value = node->child_count ? node->children[0] : NULL;
    bool is_void = result_is_void(l->c, l->plan->function);
    emit_line(&l->e, node->first);
    emit(&l->e, "{");
    if (value) {
        prepare_full(l, value, is_void);
        if (!is_void) {
            const struct async_function *function = l->plan->function;
            bool copies = holds_const(l->c, function->specifiers, function->declarator);
            const char *target = arena_format(l->c->arena, "%s->result", l->plan->self);
            assign_begin(l, target, copies);
            expression(l, value);
            assign_end(l, target, copies);
        } else if (!is_spent(value)) {
            expression(l, value);
            emit(&l->e, ";");
        }
    }
    print_exit(l, &(struct exit_target){.kind = EXIT_RETURN, .token = node->first});
    emit(&l->e, "}");
}
// ---- declarations ----

static struct node *initialiser_of(const struct node *declarator) {
    return declarator->child_count > 1 ? declarator->children[1] : NULL;
}

static bool in_frame(const struct symbol *symbol) {
    return is_in_frame(symbol) && !symbol->is_parameter;
}

static bool is_zero_list(struct lowering *l, const struct node *list) {
    if (list->child_count == 0) {
        return true;
    }
    const struct node *item = list->children[0];
    const struct node *value =
        item->kind == NODE_INITIALIZER ? item->children[item->child_count - 1] : item;
    return list->child_count == 1 && (item->kind != NODE_INITIALIZER || item->child_count == 1) &&
           value->kind == NODE_CONSTANT && token_is_spelled(l->c, value->first, "0");
}

// `const int x; __typeof__(x) y`: the const is not one that could be left out.
static bool is_const_by_type(struct compilation *c, const struct symbol *symbol) {
    return symbol->is_const && !symbol_is_top_const(c, symbol) &&
           (symbol->shape == SHAPE_SCALAR || symbol->shape == SHAPE_AGGREGATE);
}

// Prints, as an expression, what gives a variable in the future its first value.
static void print_initialisation(struct lowering *l, struct symbol *symbol, struct node *value) {
    struct buffer type = {0};
    const char *name = symbol->emitted_name;
    bool is_list = value->kind == NODE_INITIALIZER_LIST;
    bool is_array = symbol->shape == SHAPE_ARRAY || symbol->shape == SHAPE_ARRAY_UNKNOWN;
    emit_line(&l->e, symbol->token);
    if (is_list && is_zero_list(l, value)) {
        emit(&l->e, "__builtin_memset((void *)&%s, 0, sizeof(%s))", name, name);
    } else if (is_list || is_array) {
        symbol_declaration_text(l->c, l->plan, &type, symbol, "", 0);
        emit(&l->e, "__builtin_memcpy((void *)&%s, %s&(%s)%s", name,
             symbol->is_volatile ? "(const void *)" : "", type.data, is_list ? "" : "{");
        expression(l, value);
        emit(&l->e, "%s, sizeof(%s))", is_list ? "" : "}", name);
    } else if (!symbol->is_auto_type &&
               (holds_const(l->c, symbol->specifiers, symbol->declarator) ||
                is_const_by_type(l->c, symbol))) {
        emit(&l->e, "__builtin_memcpy((void *)&%s, (__typeof__(%s)[1]){ (", name, name);
        expression(l, value);
        emit(&l->e, ") }, sizeof(%s))", name);
    } else if (symbol_is_top_const(l->c, symbol)) {
        symbol_declaration_text(l->c, l->plan, &type, symbol, "", DECLARE_UNQUALIFIED);
        emit(&l->e, "*(__typeof__(%s) *)&%s =", type.data, name);
        expression(l, value);
    } else {
        emit(&l->e, "%s =", name);
        expression(l, value);
    }
    buffer_destroy(&type);
}

static bool is_plain_declaration(const struct node *node) {
    for (uint32_t i = 1; i < node->child_count; i++) {
        if (in_frame(node->children[i]->symbol)) {
            return false;
        }
    }
    return !node->has_await;
}

static bool is_typedef(const struct node *node) {
    return node->child_count > 1 && node->children[1]->symbol &&
           node->children[1]->symbol->kind == SYMBOL_TYPEDEF;
}

// The variable that a declaration declares without its const, or NULL; it stands alone there.
static const struct symbol *unqualified_symbol(const struct node *node) {
    const struct symbol *symbol = node->child_count == 2 ? node->children[1]->symbol : NULL;
    return is_saved(symbol) && symbol->is_const ? symbol : NULL;
}

static void copy_declaration(struct lowering *l, struct node *node) {
    l->unqualified = unqualified_symbol(node);
    copy_range(l, node);
    l->unqualified = NULL;
}

static void lower_declaration(struct lowering *l, struct node *node) {
    if (l->plan->hoists &&
        (node->child_count < 2 || (is_typedef(node) && node->children[1]->symbol->emitted_name))) {
        return; // the types stand at file scope
    }
    if (is_plain_declaration(node)) {
        copy_declaration(l, node);
        return;
    }
    for (uint32_t i = 1; i < node->child_count; i++) {
        struct node *declarator = node->children[i];
        if (declarator->kind != NODE_INIT_DECLARATOR) {
            continue;
        }
        struct node *initialiser = initialiser_of(declarator);
        show_variable(l, declarator->symbol);
        prepare_full(l, declarator->children[0], false); // array sizes may await
        if (initialiser) {
            prepare_full(l, initialiser, false);
        }
        if (!in_frame(declarator->symbol)) {
            l->unqualified = unqualified_symbol(node);
            expression(l, node->children[0]);
            expression(l, declarator);
            emit(&l->e, ";");
            l->unqualified = NULL;
        } else if (initialiser) {
            print_initialisation(l, declarator->symbol, initialiser);
            emit(&l->e, ";");
        }
    }
}

// ---- blocks ----

static bool needs_cleanup(struct node *item) {
    item = declaration_of(item);
    if (item->kind != NODE_DECLARATION) {
        return item->kind == NODE_DEFER;
    }
    for (uint32_t i = 1; i < item->child_count; i++) {
        if (in_frame(item->children[i]->symbol) && item->children[i]->symbol->has_cleanup) {
            return true;
        }
    }
    return false;
}

static void rest_of_block(struct lowering *l, struct node *compound, uint32_t next,
                          struct node *owner, uint32_t declarator, struct node *value,
                          const char *value_name) {
    // Variables of one declaration are cleaned up last first: open them in order, each around the
    // rest.
    if (owner->kind == NODE_DECLARATION) {
        while (declarator < owner->child_count &&
               !(in_frame(owner->children[declarator]->symbol) &&
                 owner->children[declarator]->symbol->has_cleanup)) {
            declarator++;
        }
        if (declarator == owner->child_count) {
            block_items(l, compound, next, value, value_name);
            return;
        }
    }
    struct region region;
    open_cleanup(l, &region, owner->kind == NODE_DECLARATION ? owner->children[declarator] : owner);
    emit(&l->e, "{");
    if (owner->kind == NODE_DECLARATION) {
        rest_of_block(l, compound, next, owner, declarator + 1, value, value_name);
    } else {
        block_items(l, compound, next, value, value_name);
    }
    emit(&l->e, "}");
    close_cleanup(l, &region, compound);
}

static bool is_scope_body(const struct lowering *l, const struct node *compound) {
    for (const struct region *region = l->region; region; region = region->outer) {
        if (region->kind == REGION_CLEANUP && region->owner->kind == NODE_SCOPE &&
            region->owner->children[region->owner->child_count - 1] == compound) {
            return true;
        }
    }
    return false;
}

// The last expression of a statement expression: it goes into `name`, or nowhere if that is NULL.
static void print_block_value(struct lowering *l, struct node *value, const char *name) {
    prepare_full(l, value, name == NULL);
    emit_line(&l->e, value->first);
    if (name) {
        bool copies = value_holds_const(l->c, value);
        assign_begin(l, name, copies);
        expression(l, value);
        assign_end(l, name, copies);
    } else if (!is_spent(value)) {
        emit(&l->e, "(void)(");
        expression(l, value);
        emit(&l->e, ");");
    }
}

// A pragma about the loop behind it, if that awaits, is about no loop of the generated code.
static bool is_pragma_of_awaiting_loop(struct lowering *l, const struct node *compound,
                                       uint32_t index) {
    static const char *const words[] = {"unroll", "ivdep", "novector", "clang loop"};
    const struct node *pragma = compound->children[index];
    const struct node *next =
        index + 1 < compound->child_count ? compound->children[index + 1] : NULL;
    if (pragma->kind != NODE_PRAGMA || !next || !next->has_await ||
        (next->kind != NODE_FOR && next->kind != NODE_WHILE && next->kind != NODE_DO)) {
        return false;
    }
    const char *text = token_text(l->c, pragma->first);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strstr(text, words[i])) {
            return true;
        }
    }
    return false;
}

void block_items(struct lowering *l, struct node *compound, uint32_t from, struct node *value,
                 const char *value_name) {
    bool outer = l->literal_lives;
    for (uint32_t i = from; i < compound->child_count; i++) {
        struct node *item = compound->children[i];
        l->literal_lives =
            is_scope_body(l, compound) || (l->plan->has_labels && compound->has_await);
        for (uint32_t j = i; j < compound->child_count && !l->literal_lives; j++) {
            l->literal_lives = compound->children[j]->has_await;
        }
        struct node *last = item;
        while (value && last->kind == NODE_LABEL) {
            last = last->children[last->child_count - 1];
        }
        if (value && last->kind == NODE_EXPR_STATEMENT && last->child_count &&
            last->children[0] == value) {
            for (uint32_t token = item->first; token < last->first; token++) {
                emit_token(&l->e, token); // labels
            }
            print_block_value(l, value, value_name);
        } else if (item->kind != NODE_DEFER && !is_pragma_of_awaiting_loop(l, compound, i)) {
            statement(l, item);
        }
        if (needs_cleanup(item)) {
            rest_of_block(l, compound, i + 1, declaration_of(item), 1, value, value_name);
            break;
        }
    }
    l->literal_lives = outer;
}

// ---- statements with a header ----

static void tokens_until(struct lowering *l, uint32_t *token, uint32_t end) {
    for (; *token < end; ++*token) {
        emit_token(&l->e, *token);
    }
}

// Prints a node's own tokens and its children, expressions as they were prepared.
static void print_parts(struct lowering *l, struct node *node) {
    uint32_t token = node->first;
    for (uint32_t i = 0; i < node->child_count; i++) {
        struct node *child = node->children[i];
        if (!child) {
            continue;
        }
        tokens_until(l, &token, child->first);
        if (child->kind == NODE_DECLARATION) {
            emit(&l->e, ";"); // `label: declaration`
            statement(l, child);
        } else if (child->kind >= NODE_COMPOUND && child->kind <= NODE_BLOCKING) {
            statement(l, child);
        } else {
            expression(l, child);
        }
        token = child->end;
    }
    tokens_until(l, &token, node->end);
}

// A statement whose header (its first child) may await and whose other children are statements: if,
// switch.
static void lower_headed(struct lowering *l, struct node *node) {
    bool awaits = node->children[0]->has_await;
    if (awaits) {
        emit_line(&l->e, node->first);
        emit(&l->e, "{");
        prepare_full(l, node->children[0], false);
    }
    print_parts(l, node);
    if (awaits) {
        emit(&l->e, "}");
    }
}

static void open_loop(struct lowering *l, struct region *region, bool continues_by_goto) {
    *region = (struct region){.kind = REGION_LOOP,
                              .outer = l->region,
                              .number = ++l->next_region,
                              .continues_by_goto = continues_by_goto};
    l->region = region;
}

static void close_loop(struct lowering *l, struct region *region) {
    l->region = region->outer;
    if (region->next_label_used) {
        emit(&l->e, "%snext_%u:;", l->plan->label, region->number);
    }
}

static void print_break_unless(struct lowering *l, struct node *condition) {
    prepare_full(l, condition, false);
    emit_line(&l->e, condition->first);
    emit(&l->e, "if (!(");
    expression(l, condition);
    emit(&l->e, ")) { break; }");
}

// The body of a loop behind its condition. A switch around the loop may lead to the body's begin; in
// a loop that C knows as one, the way from the condition would be no falling through.
static void loop_body(struct lowering *l, struct node *body) {
    const struct node *first = body;
    while (first->kind == NODE_COMPOUND && first->child_count > 0) {
        first = first->children[0];
    }
    if (first->kind == NODE_CASE) {
        emit(&l->e, "__attribute__((fallthrough));");
    }
    statement(l, body);
}

static void lower_while(struct lowering *l, struct node *node) {
    struct region region;
    open_loop(l, &region, false);
    if (!node->children[0]->has_await) {
        print_parts(l, node);
    } else {
        emit_line(&l->e, node->first);
        emit(&l->e, "while (1) {");
        print_break_unless(l, node->children[0]);
        loop_body(l, node->children[1]);
        emit(&l->e, "}");
    }
    close_loop(l, &region);
}

static void lower_do(struct lowering *l, struct node *node) {
    struct region region;
    struct node *condition = node->children[1];
    open_loop(l, &region, condition->has_await);
    if (!condition->has_await) {
        print_parts(l, node);
        close_loop(l, &region);
        return;
    }
    emit_line(&l->e, node->first);
    emit(&l->e, "do {");
    statement(l, node->children[0]);
    close_loop(l, &region);
    print_break_unless(l, condition);
    emit(&l->e, "} while (1);");
}

static bool is_frame_declaration(const struct node *node) {
    if (!node || node->kind != NODE_DECLARATION || node->has_await || node->child_count < 2) {
        return false;
    }
    for (uint32_t i = 1; i < node->child_count; i++) {
        if (!in_frame(node->children[i]->symbol)) {
            return false;
        }
    }
    return true;
}

static void print_for_header(struct lowering *l, struct node *init, struct node *condition,
                             struct node *step) {
    emit(&l->e, "for (");
    bool first = true;
    if (is_frame_declaration(init)) {
        for (uint32_t i = 1; i < init->child_count; i++) {
            if (initialiser_of(init->children[i])) {
                emit(&l->e, "%s", first ? "" : ",");
                print_initialisation(l, init->children[i]->symbol,
                                     initialiser_of(init->children[i]));
                first = false;
            }
        }
    } else if (init && init->kind == NODE_DECLARATION) {
        copy_declaration(l, init);
    } else if (init) {
        expression(l, init);
    }
    if (!init || init->kind != NODE_DECLARATION || is_frame_declaration(init)) {
        emit(&l->e, ";");
    }
    if (condition) {
        expression(l, condition);
    }
    emit(&l->e, ";");
    if (step) {
        expression(l, step);
    }
    emit(&l->e, ")");
}

static void print_for(struct lowering *l, struct node *node, bool rewritten, bool init_apart) {
    struct node *init = node->children[0], *condition = node->children[1],
                *step = node->children[2];
    struct region region;
    open_loop(l, &region, rewritten);
    if (!rewritten) {
        print_for_header(l, init_apart ? NULL : init, condition, step);
        statement(l, node->children[3]);
        close_loop(l, &region);
        return;
    }
    emit(&l->e, "while (1) {");
    if (condition) {
        print_break_unless(l, condition);
        loop_body(l, node->children[3]);
    } else {
        statement(l, node->children[3]);
    }
    close_loop(l, &region);
    if (step) {
        prepare_full(l, step, true);
        if (!is_spent(step)) {
            emit_line(&l->e, step->first);
            expression(l, step);
            emit(&l->e, ";");
        }
    }
    emit(&l->e, "}");
}

// The variables of a loop's header that have a cleanup, from `declarator` on, each around the rest.
static void print_for_in_cleanups(struct lowering *l, struct node *node, uint32_t declarator,
                                  bool rewritten) {
    struct node *init = node->children[0];
    while (declarator < init->child_count && !(in_frame(init->children[declarator]->symbol) &&
                                               init->children[declarator]->symbol->has_cleanup)) {
        declarator++;
    }
    if (declarator == init->child_count) {
        print_for(l, node, rewritten, true);
        return;
    }
    struct region region;
    open_cleanup(l, &region, init->children[declarator]);
    emit(&l->e, "{");
    print_for_in_cleanups(l, node, declarator + 1, rewritten);
    emit(&l->e, "}");
    close_cleanup(l, &region, node);
}

static void print_for_init(struct lowering *l, struct node *init) {
    if (init->kind == NODE_DECLARATION) {
        statement(l, init);
        return;
    }
    prepare_full(l, init, true);
    if (!is_spent(init)) {
        expression(l, init);
        emit(&l->e, ";");
    }
}

static void lower_for(struct lowering *l, struct node *node) {
    struct node *init = node->children[0], *condition = node->children[1],
                *step = node->children[2];
    bool rewritten = (condition && condition->has_await) || (step && step->has_await);
    bool has_cleanup = init && needs_cleanup(init);
    // What the header cannot hold any more stands in front, in a block of its own.
    bool init_apart = init && (rewritten || has_cleanup || init->has_await ||
                               (l->c->is_for_debugger && is_frame_declaration(init)) ||
                               (init->kind == NODE_DECLARATION && !is_frame_declaration(init) &&
                                !is_plain_declaration(init)));
    emit_line(&l->e, node->first);
    if (init_apart) {
        emit(&l->e, "{");
        print_for_init(l, init);
    }
    if (has_cleanup) {
        print_for_in_cleanups(l, node, 1, rewritten);
    } else {
        print_for(l, node, rewritten, init_apart);
    }
    if (init_apart) {
        emit(&l->e, "}");
    }
}

static void lower_expression_statement(struct lowering *l, struct node *node) {
    if (!node->has_await) {
        print_parts(l, node);
        return;
    }
    struct node *value = node->children[0];
    emit_line(&l->e, node->first);
    emit(&l->e, "{");
    prepare_full(l, value, true);
    if (!is_spent(value)) {
        emit_line(&l->e, value->first);
        expression(l, value);
        emit(&l->e, ";");
    }
    emit(&l->e, "}");
}

void braced(struct lowering *l, struct node *node) {
    bool is_block = node->kind == NODE_COMPOUND;
    emit(&l->e, is_block ? "" : "{");
    statement(l, node);
    emit(&l->e, is_block ? "" : "}");
}

void statement(struct lowering *l, struct node *node) {
    struct region region;
    switch (node->kind) {
    case NODE_COMPOUND:
        emit_token(&l->e, node->first);
        block_items(l, node, 0, NULL, NULL);
        emit_token(&l->e, node->end - 1);
        break;
    case NODE_DECLARATION:
        lower_declaration(l, node);
        break;
    case NODE_EXPR_STATEMENT:
        lower_expression_statement(l, node);
        break;
    case NODE_IF:
        lower_headed(l, node);
        break;
    case NODE_SWITCH:
        region = (struct region){.kind = REGION_SWITCH, .outer = l->region, .owner = node};
        l->region = &region;
        lower_headed(l, node);
        l->region = region.outer;
        break;
    case NODE_WHILE:
        lower_while(l, node);
        break;
    case NODE_DO:
        lower_do(l, node);
        break;
    case NODE_FOR:
        lower_for(l, node);
        break;
    case NODE_GOTO:
        if (node->child_count) {
            lower_headed(l, node);
        } else {
            lower_jump(l, node);
        }
        break;
    case NODE_CONTINUE:
    case NODE_BREAK:
        lower_jump(l, node);
        break;
    case NODE_RETURN:
        lower_return(l, node);
        break;
    case NODE_SCOPE:
        lower_scope(l, node);
        break;
    case NODE_SPAWN:
        lower_spawn(l, node);
        break;
    case NODE_WITHIN:
        lower_within(l, node);
        break;
    case NODE_RACE:
        lower_race(l, node);
        break;
    default:
        print_parts(l, node);
    }
}
