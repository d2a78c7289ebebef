// Lowering of `await spawn`: the wait for room in the scope, in front of an ordinary spawn.
//
//     self->child.room.scope = &s; self->child.room.has_result = 1; self->child.room.state = 0;
//     resume_1: if (!tarry__admission__poll(&self->child.room, cx)) { self->state = 1; return 0; }
//     cx->admission = &self->child.room;     // the place that the spawn behind it takes
//
// The awaits among the operands come first, then the scope is evaluated, then the wait, and then the
// lvalue and the arguments, whether or not there is a place: as with a spawn that finds no memory.
#include "compiler/lower.h"

static const char *room(struct lowering *l) {
    if (!l->room_field) {
        l->room_field = child_field(l->c, l->plan, "room");
        add_line(l->c, &l->plan->children, l->plan->function->name_token,
                 "struct tarry__admission__future %s;", l->room_field);
    }
    return arena_format(l->c->arena, "%s->child.%s", l->plan->self, l->room_field);
}

void wait_for_room(struct lowering *l, struct node *node) {
    static struct async_function admission = {.name = "tarry__admission"};
    struct node *scope = node->children[0];
    const char *place = room(l), *self = l->plan->self;
    emit(&l->e, "%s.scope = &", place);
    expression(l, scope);
    emit(&l->e, "; %s.has_result = %d; %s.state = 0;", place, node->child_count > 2, place);
    unsigned state = suspend_point(
        l, node->first, arena_format(l->c->arena, "child.%s", l->room_field), &admission, false);
    emit(&l->e, "%sresume_%u: if (!tarry__admission__poll(&%s, %s)) { %s->state = %u; return 0; }",
         l->plan->label, state, place, l->plan->context, self, state);
    replace(l, scope, arena_format(l->c->arena, "(*%s.scope)", place), NULL);
}

void use_room(struct lowering *l) {
    emit(&l->e, "%s->admission = &%s;", l->plan->context, room(l));
}
