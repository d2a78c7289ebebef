// Results as they finish: in the order of the ends, each once, to whoever has waited longest; NULL
// when none is left or the taker is cancelled; nothing is lost with a cancelled taker; with a limit, and
// with children nobody has a result of; what nobody asked for is freed.
#include <tarry/next.h>

#include "future.h"

enum { JOBS = 48, TAKERS = 4, COLLECTS = TARRY_SCOPE_COLLECTS };

struct job__future {
    int result;
    unsigned short state;
    int n;
    int64_t duration;
    struct tarry_sleep__future sleep;
};
FUNCTION(job);

static bool job__poll(void *future, struct tarry_context *cx) {
    struct job__future *self = future;
    START();
    AWAIT(cx, self->sleep, tarry_sleep, self->sleep.duration = self->duration);
    FINISH(self->n);
}

// ---- in the order of their ends, before they were asked for and after ----

struct in_order__future {
    int result;
    unsigned short state;
    enum tarry_scope_kind kind;
    bool late;
    int i, results[6];
    struct tarry_scope scope;
    struct tarry_sleep__future sleep;
    struct tarry_next__future next;
};
FUNCTION(in_order);

static bool in_order__poll(void *future, struct tarry_context *cx) {
    static const int times[6] = {30, 10, 50, 0, 40, 20};
    static const int order[6] = {3, 1, 5, 0, 4, 2};
    struct in_order__future *self = future;
    START();
    tarry__scope_open(cx, &self->scope, self->kind | COLLECTS, NULL);
    AWAIT(cx, self->next, tarry_next, self->next.scope = &self->scope);
    CHECK(!self->next.result); // no child at all
    SPAWN(cx, &self->scope, job, NULL, child->n = 9; child->duration = TARRY_MS(25));
    for (int i = 0; i < 6; i++) {
        SPAWN(cx, &self->scope, job, &self->results[i], child->n = i;
              child->duration = TARRY_MS(times[i]));
    }
    if (self->late) {
        AWAIT(cx, self->sleep, tarry_sleep, self->sleep.duration = TARRY_MS(35));
    }
    for (self->i = 0; self->i < 6; self->i++) {
        AWAIT(cx, self->next, tarry_next, self->next.scope = &self->scope);
        int *result = self->next.result;
        CHECK(*result == result - self->results);
        CHECK(*result == order[self->i] || self->kind == TARRY_PARALLEL); // where they race
    }
    AWAIT(cx, self->next, tarry_next, self->next.scope = &self->scope);
    CHECK(!self->next.result);
    JOIN(cx, &self->scope);
    FINISH(0);
}

// ---- several takers, some cancelled, children spawned meanwhile by who waits for room ----

static _Atomic int given[JOBS];

struct taker__future { // returns how many it was given
    int result;
    unsigned short state;
    struct tarry_scope *scope;
    int *results, count;
    struct tarry_next__future next;
};
FUNCTION(taker);

static bool taker__poll(void *future, struct tarry_context *cx) {
    struct taker__future *self = future;
    START();
    self->count = 0;
    for (;;) {
        AWAIT(cx, self->next, tarry_next, self->next.scope = self->scope);
        int *result = self->next.result;
        if (!result) {
            break;
        }
        CHECK(*result == result - self->results);
        tarry__fetch_add(&given[*result], 1, relaxed);
        self->count++;
    }
    FINISH(self->count);
}

struct shared__future {
    int result;
    unsigned short state;
    enum tarry_scope_kind kind;
    unsigned limit;
    bool cancel, leave;
    int i, sum, results[JOBS], counts[TAKERS];
    struct tarry_scope scope, inner;
    struct tarry__admission__future admission;
    struct tarry_next__future next;
    struct tarry_yield__future yield;
};
FUNCTION(shared);

static bool shared__poll(void *future, struct tarry_context *cx) {
    struct shared__future *self = future;
    START();
    struct tarry_scope_options options = {.limit = self->limit};
    tarry__scope_open(cx, &self->scope, self->kind | COLLECTS, &options);
    AWAIT(cx, self->admission, tarry__admission, self->admission.scope = &self->scope;
          self->admission.has_result = true);
    self->i = 0;
    cx->admission = &self->admission;
    struct job__future *first =
        tarry__spawn_new(cx, self->admission.scope, &job__function, &self->results[0]);
    first->state = 0;
    first->n = 0;
    first->duration = TARRY_US(300);
    tarry__spawn(cx, &self->scope, first);
    tarry__scope_open(cx, &self->inner, self->kind, NULL);
    for (int i = 0; i < TAKERS; i++) {
        SPAWN(cx, &self->inner, taker, &self->counts[i], child->scope = &self->scope;
              child->results = self->results);
    }
    for (self->i = 1; self->i < JOBS; self->i++) {
        AWAIT(cx, self->admission, tarry__admission, self->admission.scope = &self->scope;
              self->admission.has_result = true);
        cx->admission = &self->admission;
        struct job__future *child =
            tarry__spawn_new(cx, self->admission.scope, &job__function, &self->results[self->i]);
        child->state = 0;
        child->n = self->i;
        child->duration = self->i * 7919 % 20 * 1000;
        tarry__spawn(cx, &self->scope, child);
        if (self->cancel && self->i == JOBS / 2) {
            tarry_cancel(&self->inner);
            JOIN(cx, &self->inner);
            tarry__scope_open(cx, &self->inner, self->kind, NULL);
        }
    }
    JOIN(cx, &self->inner);
    while (!self->leave) { // takers come too early sometimes: these are the rest
        AWAIT(cx, self->next, tarry_next, self->next.scope = &self->scope);
        int *result = self->next.result;
        if (!result) {
            break;
        }
        tarry__fetch_add(&given[*result], 1, relaxed);
        self->sum++;
    }
    JOIN(cx, &self->scope);
    for (int i = 0; i < TAKERS; i++) {
        self->sum += self->counts[i];
    }
    for (int i = 0; i < JOBS; i++) {
        int times = tarry__exchange(&given[i], 0, relaxed);
        CHECK(times == 1 || (self->leave && times == 0));
        CHECK(self->results[i] == i);
    }
    CHECK(self->sum == JOBS || self->leave);
    FINISH(0);
}

// ---- cancelled while waiting; and the scope itself ----

struct cancelled__future {
    int result;
    unsigned short state;
    enum tarry_scope_kind kind;
    int results[3];
    struct tarry_scope scope;
    struct tarry_next__future next;
};
FUNCTION(cancelled);

struct canceller__future {
    int result;
    unsigned short state;
    struct tarry_scope *scope;
    struct tarry_sleep__future sleep;
};
FUNCTION(canceller);

static bool canceller__poll(void *future, struct tarry_context *cx) {
    struct canceller__future *self = future;
    START();
    AWAIT(cx, self->sleep, tarry_sleep, self->sleep.duration = TARRY_US(100));
    tarry_cancel(self->scope);
    FINISH(0);
}

static bool cancelled__poll(void *future, struct tarry_context *cx) {
    struct cancelled__future *self = future;
    START();
    tarry__scope_open(cx, &self->scope, self->kind | COLLECTS, NULL);
    for (int i = 0; i < 3; i++) {
        SPAWN(cx, &self->scope, job, &self->results[i], child->n = i;
              child->duration = TARRY_SEC(50));
    }
    SPAWN(cx, &self->scope, canceller, NULL, child->scope = &self->scope);
    AWAIT(cx, self->next, tarry_next, self->next.scope = &self->scope);
    int *result = self->next.result; // by now a child may have ended of it
    CHECK(!result || *result == result - self->results);
    AWAIT(cx, self->next, tarry_next, self->next.scope = &self->scope);
    CHECK(!self->next.result);
    JOIN(cx, &self->scope); // two or three are kept: freed here
    for (int i = 0; i < 3; i++) {
        CHECK(self->results[i] == i);
    }
    FINISH(0);
}

int main(void) {
    for (int i = 0; i < 4; i++) {
        struct in_order__future in_order = {.kind = i % 2, .late = i / 2};
        CHECK(run_on(0, &in_order__function, &in_order) == 0);
    }
    for (int i = 0; i < scaled(200) + 20; i++) {
        struct shared__future shared = {
            .kind = i % 2, .limit = (unsigned)(i % 5), .cancel = i % 3 == 0, .leave = i % 4 == 3};
        CHECK(run_on(0, &shared__function, &shared) == 0);
    }
    for (int i = 0; i < 20; i++) {
        struct cancelled__future cancelled = {.kind = i % 2};
        CHECK(run_on(0, &cancelled__function, &cancelled) == 0);
    }
    return 0;
}
