// Lowering of `await spawn`: the wait for room in the scope, in front of an ordinary spawn.
//
//     self->child.room.scope = &s; self->child.room.has_result = 1; self->child.room.state = 0;
//     resume_1: if (!tarry__admission__poll(&self->child.room, cx)) { self->state = 1; return 0; }
//     cx->admission = &self->child.room;     // the place that the spawn behind it takes
//
// The awaits among the operands come first, then the scope is evaluated, then the wait, and then the
// lvalue and the arguments, whether or not there is a place: as with a spawn that finds no memory.
#include "compiler/frame.h"
#include "compiler/lower.h"

void wait_for_room(struct lowering *l, struct node *node) {
    static struct async_function admission = {.name = "tarry__admission"};
    struct node *scope = node->children[0];
    struct child_class *child = child_of(l, node);
    if (!child->room) {
        child->room = child_field(l->c, l->plan, "room");
        add_line(l->c, &child->others, node->first, "struct tarry__admission__future %s;",
                 child->room);
    }
    const char *offset = arena_format(l->c->arena, "%s.%s", child->name, child->room);
    const char *place = arena_format(l->c->arena, "%s->%s", l->plan->self, offset);
    emit(&l->e, "%s.scope = &", place);
    expression(l, scope);
    emit(&l->e, "; %s.has_result = %d; %s.state = 0;", place, node->child_count > 2, place);
    suspend(l, node, offset, &admission,
            arena_format(l->c->arena, "tarry__admission__poll(&%s, %s)", place, l->plan->context));
    replace(l, scope, arena_format(l->c->arena, "(*%s.scope)", place), NULL);
    l->room = place;
}

void use_room(struct lowering *l) {
    emit(&l->e, "%s->admission = &%s;", l->plan->context, l->room);
}
