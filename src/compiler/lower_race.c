// Lowering of races.
//
//     race { when (n = await f(1)) A  when (await g(2)) B }
//
// becomes, with all that the race needs in one member of the child area,
//
//     self->child.race_1.arm_1.x = 1; ...                the arguments, arm by arm
//     self->child.race_1.arms[0] = (struct tarry_arm){ .function = &f__function, .future = ... };
//     tarry__race_begin(cx, &self->child.race_1.race, self->child.race_1.arms, 2, 0);
//     resume_1: if (!tarry__race_poll(cx, &self->child.race_1.race)) { self->state = 1; return 0; }
//     n = self->child.race_1.arm_1.result;               the rest of each arm's expression
//     if (self->child.race_1.race.winner == 0) { A } else { B }
//
// An arm whose callee is not embedded has a separate frame. It is asked for when the arguments of all
// arms have been evaluated, since these may jump out of the race; the runtime copies its result and
// frees it.
#include "compiler/frame.h"
#include "compiler/lower.h"

struct arm {
    struct node *when;
    const char *race;       // C text: `self->child.race_1`
    struct buffer *members; // of that
    unsigned number;        // from 1
    struct node *call;
    struct async_function *function; // NULL: called through a pointer
    bool embedded;
    bool has_value;
};

// ---- before the race ----

static void prepare_embedded(struct lowering *l, const struct arm *arm) {
    const char *place = arena_format(l->c->arena, "%s.arm_%u.", arm->race, arm->number);
    buffer_print(arm->members, "struct %s__future arm_%u;", arm->function->name, arm->number);
    write_arguments(l, arm->function, arm->call, place, NULL);
    emit(&l->e, "%sstate = 0;", place);
}

// What a call through a pointer needs, the pointer first.
static void settle_pointer_call(struct lowering *l, struct node *call) {
    for (uint32_t i = 0; i < call->child_count; i++) {
        if (call->children[i]->kind != NODE_CONSTANT) {
            settle_part(l, call->children[i]);
        }
    }
}

static void prepare_boxed(struct lowering *l, const struct arm *arm) {
    const char *type = NULL;
    if (arm->has_value) {
        type =
            arm->function ? typeof_result(l, arm->function) : typeof_pointer_result(l, arm->call);
        buffer_print(arm->members, "%s result_%u;", type, arm->number);
    }
    if (arm->function) {
        settle_arguments(l, arm->function, arm->call, true);
    } else {
        settle_pointer_call(l, arm->call);
    }
}

// A call on the blocking pool has a future of its own.
static void prepare_blocking_arm(struct lowering *l, struct arm *arm, struct node *await,
                                 bool discard) {
    struct node *blocking = arm->call;
    const char *place = arena_format(l->c->arena, "%s.arm_%u.", arm->race, arm->number);
    arm->function = arena_allocate(l->c->arena, sizeof *arm->function);
    arm->embedded = true;
    arm->has_value = !discard;
    l->remaining--;
    prepare_arguments(l, call_on_pool(blocking));
    arm->function->name = declare_blocking(l, blocking, arm->has_value);
    buffer_print(arm->members, "struct %s__future arm_%u;", arm->function->name, arm->number);
    emit_line(&l->e, await->first);
    write_blocking_arguments(l, blocking, place);
    emit(&l->e, "%sstate = 0;", place);
    replace_blocking(l, await,
                     arm->has_value ? arena_format(l->c->arena, "%sresult", place) : SPENT);
}

void prepare_arm(struct lowering *l, struct node *await, bool discard) {
    struct arm *arm = l->arm;
    arm->call = call_of(await->children[0]);
    if (arm->call->kind == NODE_BLOCKING) {
        prepare_blocking_arm(l, arm, await, discard);
        return;
    }
    arm->function = called_function(arm->call);
    arm->embedded = arm->function && callee_of(l->plan, arm->function)->embedded;
    arm->has_value = !discard && !(arm->function && result_is_void(l->c, arm->function));
    l->remaining--;
    emit_line(&l->e, await->first);
    prepare_arguments(l, arm->call);
    if (arm->embedded) {
        prepare_embedded(l, arm);
    } else {
        prepare_boxed(l, arm);
    }
    const char *result = arm->embedded ? "arm_%u.result" : "result_%u";
    const char *name = arena_format(l->c->arena, result, arm->number);
    replace(l, await, arm->has_value ? arena_format(l->c->arena, "%s.%s", arm->race, name) : SPENT,
            NULL);
}

// The function called makes the future, and says whose it is.
static void set_pointer_arm(struct lowering *l, const struct arm *arm) {
    const char *calling = arena_format(l->c->arena, "%s%u", l->plan->temporary, ++l->next_number);
    emit(&l->e, "%s.arms[%u] = (struct tarry_arm){ .result =", arm->race, arm->number - 1);
    if (arm->has_value) {
        emit(&l->e, "&%s.result_%u };", arm->race, arm->number);
    } else {
        emit(&l->e, "(void *)0 };");
    }
    emit(&l->e, "struct tarry_calling %s = { .arm = &%s.arms[%u] }; %s->calling = &%s; (void)",
         calling, arm->race, arm->number - 1, l->plan->context, calling);
    pointer_call(l, arm->call);
    emit(&l->e, "; %s->calling = (void *)0;", l->plan->context);
}

// On the line of the race, for a debugger has been at the arm's when its arguments were computed.
static void set_arm(struct lowering *l, const struct arm *arm, const struct node *race) {
    if (!arm->function) {
        set_pointer_arm(l, arm);
        return;
    }
    const char *function = arm->function->name;
    const char *future = arena_format(l->c->arena, "&%s.arm_%u", arm->race, arm->number);
    emit_line(&l->e, race->first);
    if (!arm->embedded) {
        future = arena_format(l->c->arena, "%s%u", l->plan->temporary, ++l->next_number);
        emit(&l->e, "struct %s *%s = tarry__arm_new(%s, &%s__function); if (%s) {",
             callee_struct(l->c, l->plan, arm->function), future, l->plan->context, function,
             future);
        write_arguments(l, arm->function, arm->call, arena_format(l->c->arena, "%s->", future),
                        NULL);
        emit(&l->e, "%s->state = 0; }", future);
    }
    emit(&l->e, "%s.arms[%u] = (struct tarry_arm){ .function = &%s__function, .future = %s",
         arm->race, arm->number - 1, function, future);
    if (!arm->embedded && arm->has_value) {
        emit(&l->e, ", .result = &%s.result_%u", arm->race, arm->number);
    }
    emit(&l->e, "%s };", arm->embedded ? "" : ", .boxed = 1");
}

// ---- behind the race ----

static void finish_expression(struct lowering *l, struct node *expr) {
    if (!is_spent(expr)) {
        emit_line(&l->e, expr->first);
        emit(&l->e, "(void)(");
        expression(l, expr);
        emit(&l->e, ");");
    }
}

static void run_winner(struct lowering *l, struct node *node, const char *race) {
    for (uint32_t i = 0; i < node->child_count; i++) {
        struct node *when = node->children[i];
        bool is_last = i + 1 == node->child_count;
        emit_line(&l->e, when->first);
        emit(&l->e, i > 0 ? "else" : "");
        if (!is_last) {
            emit(&l->e, "if (%s.race.winner == %u)", race, i);
        }
        braced(l, when->children[1]);
    }
}

void lower_race(struct lowering *l, struct node *node) {
    struct plan *plan = l->plan;
    uint32_t count = node->child_count;
    const char *wish = arena_format(l->c->arena, "race_%u", ++plan->race_count);
    const char *field = child_field(l->c, plan, wish);
    struct child_class *child = child_of(l, node);
    const char *race = arena_format(l->c->arena, "%s->%s.%s", plan->self, child->name, field);
    struct arm *arms = arena_allocate(l->c->arena, count * sizeof *arms);
    struct buffer members = {0};
    struct arm *outer = l->arm;
    emit_line(&l->e, node->first);
    emit(&l->e, "{");
    for (uint32_t i = 0; i < count; i++) {
        arms[i] = (struct arm){
            .when = node->children[i], .race = race, .members = &members, .number = i + 1};
        l->arm = &arms[i];
        prepare_full(l, node->children[i]->children[0], true);
    }
    l->arm = outer;
    add_line(l->c, &child->others, node->first,
             "struct { struct tarry_race race; struct tarry_arm arms[%u]; %s } %s;", count,
             members.data ? members.data : "", field);
    buffer_destroy(&members);
    for (uint32_t i = 0; i < count; i++) {
        set_arm(l, &arms[i], node);
    }
    emit_line(&l->e, node->first);
    emit(&l->e, "tarry__race_begin(%s, &%s.race, %s.arms, %u, %d);", plan->context, race, race,
         count, node->is_fair);
    const char *offset = arena_format(l->c->arena, "%s.%s.race", child->name, field);
    unsigned state =
        suspend(l, node, offset, NULL,
                arena_format(l->c->arena, "tarry__race_poll(%s, &%s.race)", plan->context, race));
    plan->awaits[state - 1].race = true;
    for (uint32_t i = 0; i < count; i++) {
        finish_expression(l, node->children[i]->children[0]);
    }
    run_winner(l, node, race);
    emit(&l->e, "}");
}
