// Parallel scopes: children that compute use all workers; one that never waits does not stop the
// others; a tree of scopes, with stealing, loses nothing. (Faults 35 and 36.)
#include "base/clock.h"
#include "base/system.h"
#include "future.h"

#include "runtime/worker.h"

// ---- a tree of tasks: 4^depth leaves, counted by the results ----

struct tree__future {
    int result;
    unsigned short state;
    int depth;
    int results[4];
    struct tarry_scope scope;
    struct tarry_yield__future yield;
};
FUNCTION(tree);

static bool tree__poll(void *future, struct tarry_context *cx) {
    struct tree__future *self = future;
    START();
    if (self->depth == 0) {
        AWAIT(cx, self->yield, tarry_yield, (void)0);
        self->result = 1;
        return true;
    }
    tarry__scope_open(cx, &self->scope, TARRY_PARALLEL, NULL);
    for (int i = 0; i < 4; i++) {
        SPAWN(cx, &self->scope, tree, &self->results[i], child->depth = self->depth - 1);
    }
    JOIN(cx, &self->scope);
    FINISH(self->results[0] + self->results[1] + self->results[2] + self->results[3]);
}

// ---- children that meet: each spins until as many run as there are workers. Ends only if all
// workers are really used ----

static _Atomic unsigned meeting;
static unsigned expected;

struct meet__future {
    int result;
    unsigned short state;
};
FUNCTION(meet);

static bool meet__poll(void *future, struct tarry_context *cx) {
    struct meet__future *self = future;
    (void)cx;
    tarry__fetch_add(&meeting, 1, relaxed);
    while (tarry__load(&meeting, relaxed) < expected) {
        tarry__system_yield();
    }
    self->result = 1;
    return true;
}

struct meeting__future {
    int result;
    unsigned short state;
    int results[TARRY__WORKERS_MAX];
    struct tarry_scope scope;
};
FUNCTION(meeting);

static bool meeting__poll(void *future, struct tarry_context *cx) {
    struct meeting__future *self = future;
    START();
    tarry__scope_open(cx, &self->scope, TARRY_PARALLEL, NULL);
    for (unsigned i = 0; i < expected; i++) {
        SPAWN(cx, &self->scope, meet, &self->results[i], (void)0);
    }
    JOIN(cx, &self->scope);
    FINISH((int)tarry__load(&meeting, relaxed));
}

// ---- a task behind a busy one is found: woken onto the same worker, it must run while its waker
// still computes ----

static _Atomic bool released;

struct hog__future {
    int result;
    unsigned short state;
    struct tarry_yield__future yield;
};
FUNCTION(hog);

static bool hog__poll(void *future, struct tarry_context *cx) {
    struct hog__future *self = future;
    START();
    AWAIT(cx, self->yield, tarry_yield, (void)0);
    while (!tarry__load(&released, relaxed)) {
        tarry__system_yield();
    }
    FINISH(0);
}

struct releaser__future {
    int result;
    unsigned short state;
    struct tarry_yield__future yield;
    struct tarry_sleep__future sleep;
};
FUNCTION(releaser);

static bool releaser__poll(void *future, struct tarry_context *cx) {
    struct releaser__future *self = future;
    START();
    AWAIT(cx, self->yield, tarry_yield, (void)0);
    AWAIT(cx, self->yield, tarry_yield, (void)0);
    tarry__store(&released, true, relaxed);
    FINISH(0);
}

struct rescue__future {
    int result;
    unsigned short state;
    int round;
    struct tarry_scope scope;
    struct tarry_sleep__future sleep;
};
FUNCTION(rescue);

static bool rescue__poll(void *future, struct tarry_context *cx) {
    struct rescue__future *self = future;
    START();
    for (self->round = 0; self->round < 30; self->round++) {
        tarry__store(&released, false, relaxed);
        tarry__scope_open(cx, &self->scope, TARRY_PARALLEL, NULL);
        SPAWN(cx, &self->scope, hog, NULL, (void)0);
        SPAWN(cx, &self->scope, releaser, NULL, (void)0);
        JOIN(cx, &self->scope);
        // The other workers go to sleep deeply, more or less.
        AWAIT(cx, self->sleep, tarry_sleep, self->sleep.duration = self->round % 3 * TARRY_MS(10));
    }
    FINISH(0);
}

int main(void) {
    struct tree__future tree = {.depth = scaled(10) ? 7 : 5};
    CHECK(run_on(0, &tree__function, &tree) == 1 << 2 * tree.depth);
    for (int i = 0; i < 5; i++) {
        struct meeting__future meeting_root = {0};
        expected = env_workers();
        tarry__store(&meeting, 0, relaxed);
        CHECK(run_on(expected, &meeting__function, &meeting_root) == (int)expected);
    }
    if (env_workers() > 1) {
        struct rescue__future rescue = {0};
        CHECK(run_on(0, &rescue__function, &rescue) == 0);
    }
    return 0;
}
