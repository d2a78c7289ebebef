// Bindings that many tasks on all workers look up at the same time, while their owners bind and
// let go of others: each sees what is bound around it, and nothing else.
#include "future.h"

#include <tarry/local.h>

enum { DEPTH = 6, WIDTH = 3, ROUNDS = 4 };

static TARRY_LOCAL(int) level;
static int none = -1;
static TARRY_LOCAL(int) other = &none;
static _Atomic int leaves;

// A tree of tasks: each binds its level, and other things inside, opens a scope, and looks again.
struct node__future {
    int result;
    unsigned short state;
    int depth, expected, i;
    struct tarry_binding binding, inner;
    int value, values[3];
    struct tarry_scope scope;
    struct tarry_sleep__future sleep;
};
FUNCTION(node);

static void check(const struct node__future *self) {
    CHECK(TARRY_BOUND(level) == &self->value && *TARRY_BOUND(level) == self->depth);
}

static bool node__poll(void *future, struct tarry_context *cx) {
    struct node__future *self = future;
    START();
    CHECK(self->expected < 0 ? !TARRY_BOUND(level) : *TARRY_BOUND(level) == self->expected);
    CHECK(TARRY_BOUND(other) == &none);
    self->value = self->depth;
    tarry_binding_open(&self->binding, &level, &self->value);
    tarry__scope_open(cx, &self->scope,
                      (unsigned)self->depth % 3 ? TARRY_PARALLEL : TARRY_CONCURRENT, NULL);
    for (int i = 0; i < WIDTH && self->depth < DEPTH; i++) {
        SPAWN(cx, &self->scope, node, NULL, child->depth = self->depth + 1;
              child->expected = self->depth);
    }
    for (self->i = 0; self->i < 3; self->i++) {
        self->values[self->i] = self->i;
        tarry_binding_open(&self->inner, &other, &self->values[self->i]);
        AWAIT(cx, self->sleep, tarry_sleep, self->sleep.duration = 0);
        CHECK(*TARRY_BOUND(other) == self->i);
        tarry_binding_close(&self->inner);
        CHECK(TARRY_BOUND(other) == &none);
        check(self);
    }
    JOIN(cx, &self->scope);
    check(self);
    tarry_binding_close(&self->binding);
    tarry__fetch_add(&leaves, self->depth == DEPTH, relaxed);
    FINISH(0);
}

static void nothing_is_bound_outside(void) {
    struct tarry_binding binding, name;
    int value = 3;
    const char *text = "name";
    tarry_binding_open(&binding, &level, &value);
    tarry_task_name_open(&name, &text);
    CHECK(!TARRY_BOUND(level) && !tarry_task_name());
    tarry_binding_close(&name);
    tarry_binding_close(&binding);
}

int main(void) {
    nothing_is_bound_outside();
    int width = 1;
    for (int i = 0; i < DEPTH; i++) {
        width *= WIDTH;
    }
    for (int i = 0; i < ROUNDS; i++) {
        struct node__future node = {.expected = -1};
        tarry__store(&leaves, 0, relaxed);
        CHECK(run_on(env_workers(), &node__function, &node) == 0);
        CHECK(tarry__load(&leaves, relaxed) == width);
    }
    return 0;
}
