// Lowering of statements and declarations.
//
// Control flow stays where it is: the poll function's dispatch jumps to labels in the middle of the
// user's own loops and switches. Only loops whose header awaits are rewritten. What a block has to
// clean up (a scope's join, deferred statements, cleanup attributes of variables that live in the
// future) is printed once, at the end of the block, behind a label; an exit that has to pass it
// notes where it is going, jumps there, and goes on afterwards:
//
//     { body ... { self->exit_1 = 1; goto leave_1; } ...  self->exit_1 = 0; leave_1: cleanup  if
//     (self->exit_1 == 1) { break; } }
#include "compiler/lower.h"

#include <string.h>

// Prints a node as it stands: its own tokens, its children as expressions.
static void copy_range(struct lowering *l, struct node *node) {
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

// ---- exits ----

static void add_exit(struct lowering *l, struct region *region, const struct exit_target *target,
                     unsigned *out_number) {
    for (uint32_t i = 0; i < region->exit_count; i++) {
        const struct exit_target *other = &region->exits[i];
        if (other->kind == target->kind && other->loop == target->loop &&
            other->label == target->label) {
            *out_number = i + 1;
            return;
        }
    }
    region->exits =
        arena_grow(l->c->arena, region->exits, region->exit_count, sizeof *region->exits);
    if (!region->exit_field) {
        const char *name = arena_format(l->c->arena, "exit_%u", region->number);
        region->exit_field = unique_field(l->c, l->plan, name);
        add_line(l->c, &l->plan->members, target->token, "unsigned short %s;", region->exit_field);
    }
    region->exits[region->exit_count++] = *target;
    *out_number = region->exit_count;
}

// The innermost cleanup between here and the target, or NULL.
static struct region *cleanup_before(struct lowering *l, const struct exit_target *target) {
    struct node *label_owner =
        target->kind == EXIT_GOTO && target->label->slot ? target->label->slot->owner : NULL;
    for (struct region *region = l->region; region; region = region->outer) {
        if (target->loop && region == target->loop) {
            return NULL;
        }
        if (region->kind == REGION_LOOP || region->kind == REGION_SWITCH) {
            continue;
        }
        bool holds_target = target->kind == EXIT_GOTO && region->owner == label_owner;
        return holds_target || region->kind == REGION_DEFERRED ? NULL : region;
    }
    return NULL;
}

static void print_exit(struct lowering *l, const struct exit_target *target) {
    const char *self = l->plan->self;
    struct region *cleanup = cleanup_before(l, target);
    if (cleanup) {
        unsigned number;
        add_exit(l, cleanup, target, &number);
        if (cleanup->scope_text) {
            emit(&l->e, "tarry_cancel(&%s);", cleanup->scope_text);
        }
        emit(&l->e, "%s->%s = %u; goto %sleave_%u;", self, cleanup->exit_field, number,
             l->plan->label, cleanup->number);
        return;
    }
    switch (target->kind) {
    case EXIT_RETURN:
        emit(&l->e, "return 1;");
        break;
    case EXIT_BREAK:
        emit(&l->e, "break;");
        break;
    case EXIT_CONTINUE:
        if (target->loop->continues_by_goto) {
            target->loop->next_label_used = true;
            emit(&l->e, "goto %snext_%u;", l->plan->label, target->loop->number);
        } else {
            emit(&l->e, "continue;");
        }
        break;
    case EXIT_GOTO:
        emit(&l->e, "goto %s;", target->label->name);
        break;
    }
}

static void lower_jump(struct lowering *l, struct node *node) {
    struct exit_target target = {.token = node->first};
    if (node->kind == NODE_GOTO) {
        target.kind = EXIT_GOTO;
        target.label = node->symbol;
    } else {
        target.kind = node->kind == NODE_BREAK ? EXIT_BREAK : EXIT_CONTINUE;
        for (target.loop = l->region; target.loop; target.loop = target.loop->outer) {
            if (target.loop->kind == REGION_LOOP ||
                (target.loop->kind == REGION_SWITCH && node->kind == NODE_BREAK)) {
                break;
            }
        }
    }
    if (!cleanup_before(l, &target) &&
        !(target.kind == EXIT_CONTINUE && target.loop->continues_by_goto)) {
        copy_range(l, node);
        return;
    }
    emit_line(&l->e, node->first);
    emit(&l->e, "{");
    print_exit(l, &target);
    emit(&l->e, "}");
}

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

// ---- cleanups ----

static void open_cleanup(struct lowering *l, struct region *region, struct node *owner) {
    *region = (struct region){
        .kind = REGION_CLEANUP, .outer = l->region, .owner = owner, .number = ++l->next_region};
    l->region = region;
}

static void join_scope(struct lowering *l, struct region *region) {
    struct node *node = region->owner;
    unsigned state = suspend_point(l, node->first, node->symbol->slot->field, NULL, false);
    emit(&l->e, "%sresume_%u: if (!tarry__scope_join(%s, &%s)) { %s->state = %u; return 0; }",
         l->plan->label, state, l->plan->context, region->scope_text, l->plan->self, state);
}

static void run_deferred(struct lowering *l, struct region *region) {
    struct node *deferred = region->owner->children[0];
    struct region inside = {
        .kind = REGION_DEFERRED, .outer = l->region, .owner = region->owner};
    if (!deferred->has_await) {
        l->region = &inside;
        statement(l, deferred);
        l->region = inside.outer;
        return;
    }
    const char *name = arena_format(l->c->arena, "shield_%u", region->number);
    const char *shield = unique_field(l->c, l->plan, name);
    add_line(l->c, &l->plan->members, region->owner->first, "struct tarry_scope_link %s;", shield);
    emit_line(&l->e, region->owner->first);
    emit(&l->e, "tarry__shield_enter(%s, &%s->%s);", l->plan->context, l->plan->self, shield);
    l->region = &inside;
    statement(l, deferred);
    l->region = inside.outer;
    emit(&l->e, "tarry__shield_leave(%s, &%s->%s);", l->plan->context, l->plan->self, shield);
}

// Does control never reach the end of this statement? (Not finding out costs nothing but a test.)
static bool never_ends(const struct node *node) {
    const struct node *last = node->child_count ? node->children[node->child_count - 1] : NULL;
    switch (node->kind) {
    case NODE_RETURN:
    case NODE_BREAK:
    case NODE_CONTINUE:
    case NODE_GOTO:
        return true;
    case NODE_COMPOUND:
    case NODE_LABEL:
        return last && never_ends(last);
    case NODE_IF:
        return node->child_count == 3 && never_ends(node->children[1]) && never_ends(last);
    default:
        return false;
    }
}

// `body`: the code the cleanup stands behind. If control never reaches its end, one of the exits is
// under way for sure.
static void close_cleanup(struct lowering *l, struct region *region, const struct node *body) {
    const char *self = l->plan->self;
    bool always = region->exit_count && never_ends(body);
    l->region = region->outer;
    if (always) {
        emit(&l->e, "%sleave_%u:;", l->plan->label, region->number);
    } else if (region->exit_count) {
        emit(&l->e, "%s->%s = 0; %sleave_%u:;", self, region->exit_field, l->plan->label,
             region->number);
    }
    switch (region->owner->kind) {
    case NODE_SCOPE:
        join_scope(l, region);
        break;
    case NODE_DEFER:
        run_deferred(l, region);
        break;
    default: { // a variable with __attribute__((cleanup(f)))
        struct symbol *symbol = region->owner->symbol;
        emit(&l->e, "%s(&%s);", token_text(l->c, symbol->cleanup_token), symbol->emitted_name);
    }
    }
    for (uint32_t i = 0; i < region->exit_count; i++) {
        if (always && i + 1 == region->exit_count) {
            print_exit(l, &region->exits[i]);
            break;
        }
        emit(&l->e, "if (%s->%s == %u) {", self, region->exit_field, i + 1);
        print_exit(l, &region->exits[i]);
        emit(&l->e, "}");
    }
}

static void lower_scope(struct lowering *l, struct node *node) {
    struct region region;
    struct node *body = node->children[node->child_count - 1];
    const char *self = l->plan->self;
    const char *kind = node->op == TOKEN_PARALLEL ? "TARRY_PARALLEL" : "TARRY_CONCURRENT";
    emit_line(&l->e, node->first);
    emit(&l->e, "{");
    for (uint32_t i = 0; i + 1 < node->child_count; i++) {
        prepare_full(l, node->children[i], false);
    }
    open_cleanup(l, &region, node);
    region.scope_text = arena_format(l->c->arena, "%s->%s", self, node->symbol->slot->field);
    emit(&l->e, "tarry__scope_open(%s, &%s, %s,", l->plan->context, region.scope_text, kind);
    if (node->child_count > 1) {
        emit(&l->e, "&(struct tarry_scope_options){");
        for (uint32_t i = 0; i + 1 < node->child_count; i++) {
            expression(l, node->children[i]);
            emit(&l->e, ",");
        }
        emit(&l->e, "});");
    } else {
        emit(&l->e, "(struct tarry_scope_options *)0);");
    }
    statement(l, body);
    close_cleanup(l, &region, body);
    emit(&l->e, "}");
}

// ---- declarations ----

static struct node *initialiser_of(const struct node *declarator) {
    return declarator->child_count > 1 ? declarator->children[1] : NULL;
}

static bool in_frame(const struct symbol *symbol) {
    return symbol && symbol->slot && symbol->slot->field && !symbol->is_parameter;
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
               holds_const(l->c, symbol->specifiers, symbol->declarator)) {
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

static void lower_declaration(struct lowering *l, struct node *node) {
    if (l->plan->hoists &&
        (node->child_count < 2 || (is_typedef(node) && node->children[1]->symbol->emitted_name))) {
        return; // the types stand at file scope
    }
    if (is_plain_declaration(node)) {
        copy_range(l, node);
        return;
    }
    for (uint32_t i = 1; i < node->child_count; i++) {
        struct node *declarator = node->children[i];
        if (declarator->kind != NODE_INIT_DECLARATOR) {
            continue;
        }
        struct node *initialiser = initialiser_of(declarator);
        prepare_full(l, declarator->children[0], false); // array sizes may await
        if (initialiser) {
            prepare_full(l, initialiser, false);
        }
        if (!in_frame(declarator->symbol)) {
            expression(l, node->children[0]);
            expression(l, declarator);
            emit(&l->e, ";");
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
        emit(&l->e, "%s =", name);
        expression(l, value);
        emit(&l->e, ";");
    } else if (!is_spent(value)) {
        emit(&l->e, "(void)(");
        expression(l, value);
        emit(&l->e, ");");
    }
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
        } else if (item->kind != NODE_DEFER) {
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

static void lower_while(struct lowering *l, struct node *node) {
    struct region region;
    open_loop(l, &region, false);
    if (!node->children[0]->has_await) {
        print_parts(l, node);
    } else {
        emit_line(&l->e, node->first);
        emit(&l->e, "while (1) {");
        print_break_unless(l, node->children[0]);
        statement(l, node->children[1]);
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
        copy_range(l, init);
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
    }
    statement(l, node->children[3]);
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
    while (declarator < init->child_count &&
           !(in_frame(init->children[declarator]->symbol) &&
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
        region = (struct region){.kind = REGION_SWITCH, .outer = l->region};
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
    default:
        print_parts(l, node);
    }
}
