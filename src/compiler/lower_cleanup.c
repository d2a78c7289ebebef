// Lowering of scopes and of whatever else a block has to clean up on every way out.
//
// What a block has to clean up (a scope's join, deferred statements, cleanup attributes of variables
// that live in the future) is printed once, at the end of the block, behind a label; an exit that
// has to pass it notes where it is going, jumps there, and goes on afterwards:
//
//     { body ... { exit_1 = 1; goto leave_1; } ...  exit_1 = 0; leave_1: cleanup  if (exit_1 == 1) { break; } }
//
// Where the cleanup may have to wait, a scope's join for instance, the note is in the future.
#include "compiler/lower.h"
#include "compiler/rules.h"

#include <string.h>

// ---- exits ----

static bool cleanup_waits(const struct node *owner) {
    return owner->kind == NODE_SCOPE ||
           (owner->kind == NODE_DEFER && owner->children[0]->has_await);
}

// Where it says which exit is under way: C text.
static const char *new_note(struct lowering *l, const struct region *region, uint32_t token) {
    struct plan *plan = l->plan;
    const char *name = arena_format(l->c->arena, "%sexit_%u", plan->label, region->number);
    if (cleanup_waits(region->owner)) {
        const char *field = unique_field(l->c, plan, name);
        add_line(l->c, &plan->members, token, "unsigned short %s;", field);
        return arena_format(l->c->arena, "%s->%s", plan->self, field);
    }
    add_line(l->c, &plan->locals, token, "__attribute__((unused)) unsigned %s;", name);
    return name;
}

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
    if (!region->exit) {
        region->exit = new_note(l, region, target->token);
    }
    region->exits[region->exit_count++] = *target;
    *out_number = region->exit_count;
}

// The innermost cleanup between here and the target, or NULL.
struct region *cleanup_before(struct lowering *l, const struct exit_target *target) {
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

void print_exit(struct lowering *l, const struct exit_target *target) {
    struct region *cleanup = cleanup_before(l, target);
    if (cleanup) {
        unsigned number;
        add_exit(l, cleanup, target, &number);
        if (cleanup->owner->kind == NODE_SCOPE) {
            emit(&l->e, "tarry_cancel(&%s);", cleanup->scope_text);
        }
        emit(&l->e, "%s = %u; goto %sleave_%u;", cleanup->exit, number, l->plan->label,
             cleanup->number);
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

void lower_jump(struct lowering *l, struct node *node) {
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
// ---- cleanups ----

void open_cleanup(struct lowering *l, struct region *region, struct node *owner) {
    *region = (struct region){
        .kind = REGION_CLEANUP, .outer = l->region, .owner = owner, .number = ++l->next_region};
    l->region = region;
}

static void join_scope(struct lowering *l, struct region *region) {
    struct node *node = region->owner;
    suspend(l, node, node->symbol->slot->field, NULL,
            arena_format(l->c->arena, "tarry__scope_join(%s, &%s)", l->plan->context,
                         region->scope_text));
}

static void run_deferred(struct lowering *l, struct region *region) {
    struct node *deferred = region->owner->children[0];
    struct region inside = {.kind = REGION_DEFERRED, .outer = l->region, .owner = region->owner};
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
void close_cleanup(struct lowering *l, struct region *region, const struct node *body) {
    bool always = region->exit_count && never_ends(body);
    l->region = region->outer;
    if (always) {
        emit(&l->e, "%sleave_%u:;", l->plan->label, region->number);
    } else if (region->exit_count) {
        emit(&l->e, "%s = 0; %sleave_%u:;", region->exit, l->plan->label, region->number);
    }
    switch (region->owner->kind) {
    case NODE_SCOPE:
        join_scope(l, region);
        break;
    case NODE_DEFER:
        run_deferred(l, region);
        break;
    case NODE_WITHIN:
        if (region->refused) {
            emit(&l->e, "_Bool %s =", region->refused);
        }
        emit(&l->e, "tarry__within_leave(%s, &%s);", l->plan->context, region->scope_text);
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
        emit(&l->e, "if (%s == %u) {", region->exit, i + 1);
        print_exit(l, &region->exits[i]);
        emit(&l->e, "}");
    }
}

void lower_scope(struct lowering *l, struct node *node) {
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
    show_variable(l, node->symbol);
    emit(&l->e, "tarry__scope_open(%s, &%s, ", l->plan->context, region.scope_text);
    emit(&l->e,
         node->symbol->address_taken ? "(enum tarry_scope_kind)(%s | TARRY_SCOPE_COLLECTS),"
                                     : "%s,",
         kind);
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

// Can the duration's type only be found wrong by the C compiler? (TARRY_SEC and the like are casts.)
static bool may_be_floating(const struct lowering *l, const struct node *duration) {
    while (duration->kind == NODE_PAREN) {
        duration = duration->children[0];
    }
    if (duration->kind != NODE_CAST) {
        return !duration->has_await;
    }
    const struct node *type = duration->children[0];
    for (uint32_t i = type->first; i < type->end; i++) {
        if (token_is_spelled(l->c, i, "float") || token_is_spelled(l->c, i, "double")) {
            return true;
        }
    }
    return false;
}

static void check_duration(struct lowering *l, struct node *duration) {
    emit(&l->e, "__extension__ _Static_assert(__extension__ _Generic((");
    expression(l, duration);
    emit(&l->e,
         "), float: 0, double: 0, long double: 0, default: 1), \"within: the duration is not "
         "an integer number of nanoseconds [" RULE_DURATION "]\");");
}

void lower_within(struct lowering *l, struct node *node) {
    struct region region;
    struct node *duration = node->children[0], *body = node->children[1];
    emit_line(&l->e, node->first);
    emit(&l->e, "{");
    prepare_full(l, duration, false);
    open_cleanup(l, &region, node);
    const char *name = arena_format(l->c->arena, "within_%u", region.number);
    const char *field = unique_field(l->c, l->plan, name);
    add_line(l->c, &l->plan->members, node->first, "struct tarry_within %s;", field);
    region.scope_text = arena_format(l->c->arena, "%s->%s", l->plan->self, field);
    if (node->child_count > 2) {
        region.refused = arena_format(l->c->arena, "%s%u", l->plan->temporary, ++l->next_number);
    }
    emit(&l->e, "tarry__within_enter(%s, &%s,", l->plan->context, region.scope_text);
    expression(l, duration);
    emit(&l->e, ");");
    if (may_be_floating(l, duration)) {
        check_duration(l, duration);
    }
    braced(l, body);
    close_cleanup(l, &region, body);
    if (region.refused) {
        emit(&l->e, "if (%s)", region.refused);
        braced(l, node->children[2]);
    }
    emit(&l->e, "}");
}
