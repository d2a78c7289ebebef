// Cancellation: every wait in the scope, and every later one, returns -ECANCELED; at whatever
// moment it comes, by whoever: the block, a child, a grandchild on another worker, twice, before
// the first run, after the end. fail_fast and shields. (Faults 42 and 43.)
#include "future.h"

// ---- a child that waits n times and counts which waits failed ----

struct waiter__future { // returns the number of its first wait that was cancelled, n if none; all
                        // later ones must fail too
    int result;
    unsigned short state;
    int n, i, first;
    int64_t duration;
    struct tarry_sleep__future sleep;
};
FUNCTION(waiter);

static bool waiter__poll(void *future, struct tarry_context *cx) {
    struct waiter__future *self = future;
    START();
    self->first = -1;
    for (self->i = 0; self->i < self->n; self->i++) {
        AWAIT(cx, self->sleep, tarry_sleep, self->sleep.duration = self->duration);
        if (self->sleep.result == -ECANCELED && self->first < 0) {
            self->first = self->i;
        }
        CHECK((self->sleep.result == -ECANCELED) == (self->first >= 0));
    }
    FINISH(self->first < 0 ? self->n : self->first);
}

// ---- nesting: a child with a scope of its own, of the other kind, with waiters in it ----

struct nest__future {
    int result;
    unsigned short state;
    enum tarry_scope_kind kind;
    int depth, n;
    int64_t duration;
    int results[3];
    struct tarry_scope scope;
};
FUNCTION(nest);

static bool nest__poll(void *future, struct tarry_context *cx) {
    struct nest__future *self = future;
    START();
    tarry__scope_open(cx, &self->scope, self->kind, NULL);
    for (int i = 0; i < 2; i++) {
        SPAWN(cx, &self->scope, waiter, &self->results[i], child->n = self->n;
              child->duration = self->duration);
    }
    if (self->depth > 0) {
        SPAWN(cx, &self->scope, nest, &self->results[2], child->kind = !self->kind;
              child->depth = self->depth - 1; child->n = self->n; child->duration = self->duration);
    }
    JOIN(cx, &self->scope);
    self->result = 0;
    FINISH(self->results[0] + self->results[1] + (self->depth > 0 ? self->results[2] : 0));
}

// ---- who cancels: a descendant of the scope, some levels down, after a while ----

struct canceller__future {
    int result;
    unsigned short state;
    struct tarry_scope *victim;
    int depth;
    int64_t after;
    struct tarry_scope scope;
    struct tarry_sleep__future sleep;
    struct tarry_yield__future yield;
};
FUNCTION(canceller);

static bool canceller__poll(void *future, struct tarry_context *cx) {
    struct canceller__future *self = future;
    START();
    if (self->depth > 0) {
        tarry__scope_open(cx, &self->scope, self->depth % 2 ? TARRY_PARALLEL : TARRY_CONCURRENT,
                          NULL);
        SPAWN(cx, &self->scope, canceller, NULL, child->victim = self->victim;
              child->depth = self->depth - 1; child->after = self->after);
        JOIN(cx, &self->scope);
    } else {
        if (self->after > 0) {
            AWAIT(cx, self->sleep, tarry_sleep, self->sleep.duration = self->after);
        }
        tarry_cancel(self->victim);
        AWAIT(cx, self->yield, tarry_yield, (void)0);
        tarry_cancel(self->victim); // twice, and from within what is cancelled
        AWAIT(cx, self->sleep, tarry_sleep, self->sleep.duration = TARRY_SEC(100));
        CHECK(self->sleep.result == -ECANCELED);
    }
    FINISH(0);
}

struct round__future {
    int result;
    unsigned short state;
    enum tarry_scope_kind kind;
    int depth; // of the canceller; < 0: the block itself cancels
    int64_t after;
    int results[3];
    struct tarry_scope scope;
    struct tarry_sleep__future sleep;
};
FUNCTION(round);

static bool round__poll(void *future, struct tarry_context *cx) {
    struct round__future *self = future;
    START();
    tarry__scope_open(cx, &self->scope, self->kind, NULL);
    SPAWN(cx, &self->scope, waiter, &self->results[0], child->n = 3;
          child->duration = TARRY_SEC(50));
    SPAWN(cx, &self->scope, nest, &self->results[1], child->kind = TARRY_PARALLEL; child->depth = 2;
          child->n = 1; child->duration = TARRY_SEC(50));
    if (self->depth >= 0) {
        SPAWN(cx, &self->scope, canceller, NULL, child->victim = &self->scope;
              child->depth = self->depth; child->after = self->after);
        AWAIT(cx, self->sleep, tarry_sleep, self->sleep.duration = TARRY_SEC(50));
        CHECK(self->sleep.result == -ECANCELED); // the block's own wait
    } else {
        if (self->after > 0) {
            AWAIT(cx, self->sleep, tarry_sleep, self->sleep.duration = self->after);
        }
        tarry_cancel(&self->scope);
        AWAIT(cx, self->sleep, tarry_sleep, self->sleep.duration = TARRY_SEC(50));
        CHECK(self->sleep.result == -ECANCELED);
    }
    SPAWN(cx, &self->scope, waiter, &self->results[2], child->n = 2;
          child->duration = TARRY_SEC(50));
    JOIN(cx, &self->scope);
    CHECK(self->results[0] == 0 && self->results[1] == 0 && self->results[2] == 0);
    // Outside the cancelled scope waits work again.
    AWAIT(cx, self->sleep, tarry_sleep, self->sleep.duration = 1);
    CHECK(self->sleep.result == 0);
    FINISH(0);
}

struct rounds__future {
    int result;
    unsigned short state;
    int i, results[4];
    struct tarry_scope scope;
};
FUNCTION(rounds);

static bool rounds__poll(void *future, struct tarry_context *cx) {
    struct rounds__future *self = future;
    START();
    for (self->i = 0; self->i < scaled(300) + 10; self->i++) {
        tarry__scope_open(cx, &self->scope, TARRY_PARALLEL, NULL);
        for (int k = 0; k < 4; k++) {
            SPAWN(cx, &self->scope, round, &self->results[k],
                  child->kind = k % 2 ? TARRY_PARALLEL : TARRY_CONCURRENT;
                  child->depth = self->i % 5 - 1; child->after = self->i % 7 * TARRY_US(30));
        }
        JOIN(cx, &self->scope);
    }
    FINISH(0);
}

// ---- fail_fast ----

struct failing__future {
    int result;
    unsigned short state;
    int error;
    struct tarry_sleep__future sleep;
};
FUNCTION(failing);

static bool failing__poll(void *future, struct tarry_context *cx) {
    struct failing__future *self = future;
    START();
    AWAIT(cx, self->sleep, tarry_sleep, self->sleep.duration = TARRY_US(200));
    FINISH(self->error);
}

struct fail_fast__future {
    int result;
    unsigned short state;
    enum tarry_scope_kind kind;
    int results[3];
    struct tarry_scope scope;
};
FUNCTION(fail_fast);

static bool fail_fast__poll(void *future, struct tarry_context *cx) {
    static const struct tarry_scope_options options = {.fail_fast = true};
    struct fail_fast__future *self = future;
    START();
    tarry__scope_open(cx, &self->scope, self->kind, &options);
    SPAWN(cx, &self->scope, waiter, &self->results[0], child->n = 1;
          child->duration = TARRY_SEC(50));
    SPAWN(cx, &self->scope, failing, &self->results[1], child->error = -EPERM);
    SPAWN(cx, &self->scope, waiter, &self->results[2], child->n = 2;
          child->duration = TARRY_SEC(50));
    JOIN(cx, &self->scope);
    CHECK(self->results[0] == 0 && self->results[2] == 0 && self->results[1] == -EPERM);
    CHECK(self->scope.error == -EPERM);
    FINISH(0);
}

// ---- shields: of a scope, and of a deferred statement ----

struct shielded__future {
    int result;
    unsigned short state;
    int inner;
    struct tarry_scope scope;
    struct tarry_scope_link shield;
    struct tarry_sleep__future sleep;
};
FUNCTION(shielded);

static bool shielded__poll(void *future, struct tarry_context *cx) {
    static const struct tarry_scope_options options = {.shield = true};
    struct shielded__future *self = future;
    START();
    AWAIT(cx, self->sleep, tarry_sleep, self->sleep.duration = TARRY_SEC(50));
    CHECK(self->sleep.result == -ECANCELED);
    tarry__shield_enter(cx, &self->shield);
    AWAIT(cx, self->sleep, tarry_sleep, self->sleep.duration = TARRY_MS(1));
    CHECK(self->sleep.result == 0);
    tarry__scope_open(cx, &self->scope, TARRY_CONCURRENT,
                      NULL); // in a shield: can be cancelled on its own
    SPAWN(cx, &self->scope, waiter, &self->inner, child->n = 1; child->duration = TARRY_SEC(50));
    AWAIT(cx, self->sleep, tarry_sleep, self->sleep.duration = TARRY_MS(1));
    CHECK(self->sleep.result == 0);
    tarry_cancel(&self->scope);
    JOIN(cx, &self->scope);
    CHECK(self->inner == 0);
    tarry__shield_leave(cx, &self->shield);
    AWAIT(cx, self->sleep, tarry_sleep, self->sleep.duration = TARRY_MS(1));
    CHECK(self->sleep.result == -ECANCELED);
    tarry__scope_open(cx, &self->scope, TARRY_PARALLEL, &options);
    SPAWN(cx, &self->scope, waiter, &self->inner, child->n = 2; child->duration = TARRY_MS(1));
    AWAIT(cx, self->sleep, tarry_sleep, self->sleep.duration = TARRY_MS(1));
    CHECK(self->sleep.result == 0);
    JOIN(cx, &self->scope);
    CHECK(self->inner == 2);
    FINISH(-1);
}

struct shields__future {
    int result;
    unsigned short state;
    enum tarry_scope_kind kind;
    int results[20];
    struct tarry_scope scope;
    struct tarry_sleep__future sleep;
};
FUNCTION(shields);

static bool shields__poll(void *future, struct tarry_context *cx) {
    struct shields__future *self = future;
    START();
    tarry__scope_open(cx, &self->scope, self->kind, NULL);
    for (int i = 0; i < 20; i++) {
        SPAWN(cx, &self->scope, shielded, &self->results[i], (void)0);
    }
    AWAIT(cx, self->sleep, tarry_sleep, self->sleep.duration = TARRY_MS(1));
    tarry_cancel(&self->scope);
    JOIN(cx, &self->scope);
    for (int i = 0; i < 20; i++) {
        CHECK(self->results[i] == -1);
    }
    FINISH(0);
}

// A cancelled task that ignores it goes on waiting in vain, but does not keep its worker from the
// others.
struct stubborn__future {
    int result;
    unsigned short state;
    bool *stop;
    struct tarry_sleep__future sleep;
};
FUNCTION(stubborn);

static bool stubborn__poll(void *future, struct tarry_context *cx) {
    struct stubborn__future *self = future;
    START();
    while (!*self->stop) {
        AWAIT(cx, self->sleep, tarry_sleep, self->sleep.duration = TARRY_SEC(50));
    }
    FINISH(0);
}

struct stubbornness__future {
    int result;
    unsigned short state;
    bool stop;
    struct tarry_scope scope;
    struct tarry_scope_link shield;
    struct tarry_sleep__future sleep;
};
FUNCTION(stubbornness);

static bool stubbornness__poll(void *future, struct tarry_context *cx) {
    struct stubbornness__future *self = future;
    START();
    tarry__scope_open(cx, &self->scope, TARRY_CONCURRENT, NULL);
    self->stop = false;
    SPAWN(cx, &self->scope, stubborn, NULL, child->stop = &self->stop);
    tarry_cancel(&self->scope);
    tarry__shield_enter(cx, &self->shield);
    AWAIT(cx, self->sleep, tarry_sleep, self->sleep.duration = TARRY_MS(5));
    CHECK(self->sleep.result == 0);
    tarry__shield_leave(cx, &self->shield);
    self->stop = true;
    JOIN(cx, &self->scope);
    FINISH(0);
}

int main(void) {
    struct rounds__future rounds = {0};
    CHECK(run_on(0, &rounds__function, &rounds) == 0);
    for (int i = 0; i < 10; i++) {
        struct fail_fast__future fail_fast = {.kind = i % 2};
        CHECK(run_on(0, &fail_fast__function, &fail_fast) == 0);
        struct shields__future shields = {.kind = i % 2};
        CHECK(run_on(0, &shields__function, &shields) == 0);
    }
    struct stubbornness__future stubbornness = {0};
    CHECK(run_on(0, &stubbornness__function, &stubbornness) == 0);
    return 0;
}
