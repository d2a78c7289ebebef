// Which recursive functions cannot wait: then a call is a call.
//
// A function waits in a leaf of the library, at the end of a scope, in a race, in a deadline's or the
// blocking pool's hands, behind a pointer, or in a function of another file, as far as anybody
// knows here. One that does none of that, and awaits only functions of this file of which the same
// is true, runs to its end like any function of C. If it is not recursive it is embedded, and the
// compiler inlines it. If it is, its frames are left out:
//
//     static inline bool f__body(void *future, struct tarry_context *cx, bool direct);    the user's
//     static bool f__poll(void *future, struct tarry_context *cx) { return f__body(future, cx, 0); }
//     static int f__direct(struct tarry_context *cx, int n) {
//         if (tarry__stack_is_low(cx) || sizeof(struct f__future) > TARRY__DIRECT_SIZE_MAX)
//             return f__deep(cx, n);                   // goes on in frames, which are polled to the end
//         struct f__future call = {.n = n};
//         f__body(&call, cx, 1);
//         return call.result;
//     }
//
// with `if (direct || !tarry__stack_is_low(cx)) value = f__direct(cx, n - 1); else ...` for each await of
// such a function in the body. Inlined with `direct`, nothing is left of the future.
//
// So the body is compiled twice, and no function takes part that may only be once: with inline
// assembly or addresses of labels, or with attributes about its code; nor a long one, which takes its
// time anyway, and would take clang minutes to inline. For a debugger nothing is called directly: it
// finds its way by the frames.
#include "compiler/lower.h"

enum { TOKENS_MAX = 400 }; // of a body

// Is there anything in a body that waits by itself, or that cannot be there twice?
static bool is_obstacle(const struct node *node) {
    switch (node->kind) {
    case NODE_SCOPE:
    case NODE_SPAWN:
    case NODE_WITHIN:
    case NODE_RACE:
    case NODE_BLOCKING:
    case NODE_ASM:
    case NODE_LABEL_ADDRESS:
        return true;
    case NODE_AWAIT:
        return !called_function(node->children[0]);
    default:
        return false;
    }
}

static bool has_obstacle(const struct node *node) {
    bool found = is_obstacle(node);
    for (uint32_t i = 0; i < node->child_count && !found; i++) {
        found = node->children[i] && has_obstacle(node->children[i]);
    }
    return found;
}

static bool is_weak(struct compilation *c, const struct node *attribute) {
    static const char *const names[] = {"weak"};
    return attribute_is_one_of(c, attribute, names, sizeof names / sizeof *names);
}

static bool can_be_direct(struct compilation *c, const struct plan *plan) {
    const struct async_function *function = plan->function;
    return !function->has_visible_future && !function->is_main &&
           (!plan->recursive || plan->body->end - plan->body->first <= TOKENS_MAX) &&
           !has_obstacle(plan->body) && !has_attribute(c, function, attribute_is_about_code) &&
           !has_attribute(c, function, is_weak);
}

// Does `plan` run to its end if those it awaits do, of which this is believed for now? Where there is
// no f__direct in between, an embedded future would have to be polled again after a deeper frame.
static bool is_proved(const struct plan *plan) {
    for (uint32_t i = 0; i < plan->callee_count; i++) {
        const struct callee *callee = &plan->callees[i];
        const struct plan *other = plan_of(callee->function);
        if (!other || !other->is_direct ||
            !(other->recursive ? plan->recursive : callee->embedded)) {
            return false;
        }
    }
    return true;
}

// What is called directly has no future in the caller's.
static void settle(struct plan *plan) {
    plan->is_direct &= plan->recursive;
    for (uint32_t i = 0; plan->is_direct && i < plan->callee_count; i++) {
        if (plan_of(plan->callees[i].function)->recursive) {
            plan->callees[i].embedded = false;
        }
    }
}

// The greatest fixpoint: everything is believed until it is refuted.
void find_direct(struct compilation *c) {
    for (struct async_function *f = c->unit.functions; f; f = f->next) {
        if (plan_of(f)) {
            plan_of(f)->is_direct = !c->is_for_debugger && can_be_direct(c, plan_of(f));
        }
    }
    for (bool refuted = true; refuted;) {
        refuted = false;
        for (struct async_function *f = c->unit.functions; f; f = f->next) {
            if (plan_of(f) && plan_of(f)->is_direct && !is_proved(plan_of(f))) {
                plan_of(f)->is_direct = false;
                refuted = true;
            }
        }
    }
    for (struct async_function *f = c->unit.functions; f; f = f->next) {
        if (plan_of(f)) {
            settle(plan_of(f));
        }
    }
}
