// Which functions are polled by nobody but those of their file who embed them.
//
// Then their descriptors have no poll function, so that the compiler, which sees all who call that, inlines
// it where it is called and leaves the function itself out. And who embeds one says where it is to go
// on, which the compiler need not find in memory then:
//
//     self->child.f.n = 1; self->child.f.state = 0;
//     child_state = 0; if (0) { resume_1: child_state = self->child.f.state; }
//     if (!f__poll(&self->child.f, cx, child_state)) { self->state = 1; return 0; }
//
// (To leave out the store to the state, too, made gcc's code slower; docs/performance.md.)
//
// Everybody else polls by descriptor: the runtime tasks, separate frames and the arms of races, and C
// that names f__function or f__poll what it likes. For a debugger all functions are alike.
#include "compiler/lower.h"
#include "compiler/name.h"

#include <string.h>

static void exclude(const struct async_function *function) {
    if (function && plan_of(function)) {
        plan_of(function)->is_inner = false;
    }
}

// The awaits of an arm are polled by the runtime.
static void exclude_arms(const struct node *node, bool in_arm) {
    if (in_arm && node->kind == NODE_AWAIT) {
        exclude(called_function(node->children[0]));
    }
    for (uint32_t i = 0; i < node->child_count; i++) {
        if (node->children[i]) {
            exclude_arms(node->children[i], in_arm || (node->kind == NODE_WHEN && i == 0));
        }
    }
}

static void exclude_called(const struct plan *plan) {
    for (uint32_t i = 0; i < plan->callee_count; i++) {
        const struct callee *callee = &plan->callees[i];
        if (callee->spawned || (callee->awaited && !callee->embedded)) {
            exclude(callee->function);
        }
    }
    exclude_arms(plan->body, false);
}

// Does the source itself name what is generated for a function, as one in C by hand may?
static void exclude_named(struct compilation *c, const char *name, const char *suffix) {
    size_t length = name_of(name)->length, end = strlen(suffix);
    if (length > end && strcmp(name + length - end, suffix) == 0) {
        const struct name *prefix = name_of(arena_intern(c->arena, name, length - end));
        exclude(prefix->facts && prefix->facts->async ? prefix->facts->async->async : NULL);
    }
}

void find_inner(struct compilation *c) {
    for (struct async_function *f = c->unit.functions; f; f = f->next) {
        if (plan_of(f)) {
            plan_of(f)->is_inner = !c->is_for_debugger && plan_of(f)->is_embedded &&
                                   is_local_function(f) && !f->is_value && !f->has_visible_future;
        }
    }
    for (struct async_function *f = c->unit.functions; f; f = f->next) {
        if (plan_of(f)) {
            exclude_called(plan_of(f));
        }
    }
    for (uint32_t i = 0; i < c->tokens.count; i++) {
        if (token_at(c, i)->kind == TOKEN_IDENTIFIER) {
            exclude_named(c, token_at(c, i)->name, "__poll");
            exclude_named(c, token_at(c, i)->name, "__function");
        }
    }
}
