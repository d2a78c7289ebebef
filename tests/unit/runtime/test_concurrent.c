// Concurrent scopes: block and children never run two at a time, whatever worker they are on;
// children start in the order of their spawning; results are there after the join; scopes nest in
// tasks and in each other.
#include "future.h"

enum { CHILDREN = 300, YIELDS = 5, GROUPS = 8 };

struct group { // what one concurrent scope's tasks share, without any lock
    int inside, started, total;
};

struct careless__future {
    int result;
    unsigned short state;
    struct group *group;
    int n, turn;
    struct tarry_yield__future yield;
};
FUNCTION(careless);

static bool careless__poll(void *future, struct tarry_context *cx) {
    struct careless__future *self = future;
    START();
    CHECK(self->group->started++ == self->n);
    for (self->turn = 0; self->turn < YIELDS; self->turn++) {
        CHECK(self->group->inside++ == 0);
        self->group->total++;
        CHECK(--self->group->inside == 0);
        AWAIT(cx, self->yield, tarry_yield, (void)0);
    }
    FINISH(self->n);
}

struct in_turn__future {
    int result;
    unsigned short state;
    struct group group;
    int results[CHILDREN];
    struct tarry_scope scope;
    struct tarry_sleep__future sleep;
};
FUNCTION(in_turn);

static bool in_turn__poll(void *future, struct tarry_context *cx) {
    struct in_turn__future *self = future;
    START();
    self->group = (struct group){0};
    tarry__scope_open(cx, &self->scope, TARRY_CONCURRENT, NULL);
    for (int i = 0; i < CHILDREN; i++) {
        SPAWN(cx, &self->scope, careless, &self->results[i], child->group = &self->group;
              child->n = i);
    }
    CHECK(self->group.started == 0); // none runs before the block waits
    AWAIT(cx, self->sleep, tarry_sleep, self->sleep.duration = TARRY_US(50));
    CHECK(self->group.inside == 0);
    JOIN(cx, &self->scope);
    CHECK(self->group.total == CHILDREN * YIELDS);
    for (int i = 0; i < CHILDREN; i++) {
        CHECK(self->results[i] == i);
    }
    FINISH(7);
}

// Many groups at once, on all workers; in the second half a parallel scope within a concurrent one.
struct groups__future {
    int result;
    unsigned short state;
    int results[GROUPS];
    struct tarry_scope outer, scope;
};
FUNCTION(groups);

static bool groups__poll(void *future, struct tarry_context *cx) {
    struct groups__future *self = future;
    START();
    tarry__scope_open(cx, &self->outer, TARRY_CONCURRENT, NULL);
    tarry__scope_open(cx, &self->scope, TARRY_PARALLEL, NULL);
    for (int i = 0; i < GROUPS; i++) {
        SPAWN(cx, &self->scope, in_turn, &self->results[i], (void)0);
    }
    JOIN(cx, &self->scope);
    JOIN(cx, &self->outer);
    for (int i = 0; i < GROUPS; i++) {
        CHECK(self->results[i] == 7);
    }
    FINISH(0);
}

// Concurrent scopes 300 deep in one task: more than a byte of pins.
struct deep__future {
    int result;
    unsigned short state;
    int depth, value;
    struct tarry_scope scopes[300];
};
struct answer__future {
    int result;
    unsigned short state;
    struct tarry_yield__future yield;
};
FUNCTION(answer);
FUNCTION(deep);

static bool answer__poll(void *future, struct tarry_context *cx) {
    struct answer__future *self = future;
    START();
    AWAIT(cx, self->yield, tarry_yield, (void)0);
    FINISH(42);
}

static bool deep__poll(void *future, struct tarry_context *cx) {
    struct deep__future *self = future;
    START();
    for (self->depth = 0; self->depth < 300; self->depth++) {
        tarry__scope_open(cx, &self->scopes[self->depth], TARRY_CONCURRENT, NULL);
    }
    SPAWN(cx, &self->scopes[299], answer, &self->value, (void)0);
    while (self->depth-- > 0) {
        JOIN(cx, &self->scopes[self->depth]);
    }
    FINISH(self->value);
}

int main(void) {
    struct in_turn__future in_turn = {0};
    CHECK(run_on(0, &in_turn__function, &in_turn) == 7);
    for (int i = 0; i < scaled(20) + 1; i++) {
        struct groups__future groups = {0};
        CHECK(run_on(0, &groups__function, &groups) == 0);
    }
    struct deep__future deep = {0};
    CHECK(run_on(0, &deep__function, &deep) == 42);
    return 0;
}
