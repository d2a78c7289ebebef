// Deadlines: what they refuse, and that exactly the right one says so; in time, too late, and just
// at the moment; through callees, scopes, children on other workers; with shields and cancellation.
#include "race.h"

#include <tarry/future.h>

// ---- leave() says true if and only if a wait was refused by this deadline ----

struct edge__future { // waits as long as the deadline lasts, more or less
    int result;
    unsigned short state;
    int i, rounds;
    struct tarry_within outer, inner;
    struct tarry_sleep__future sleep;
};
FUNCTION(edge);

static bool edge__poll(void *future, struct tarry_context *cx) {
    struct edge__future *self = future;
    START();
    for (self->i = 0; self->i < self->rounds; self->i++) {
        tarry__within_enter(cx, &self->outer, TARRY_SEC(1000));
        tarry__within_enter(cx, &self->inner, TARRY_US(self->i % 7 * 50));
        AWAIT(cx, self->sleep, tarry_sleep, self->sleep.duration = TARRY_US(self->i % 5 * 70));
        CHECK(tarry__within_leave(cx, &self->inner) == (self->sleep.result == -ECANCELED));
        CHECK(self->i % 7 > 0 || self->sleep.result == -ECANCELED);
        CHECK(!tarry__within_leave(cx, &self->outer));
        AWAIT(cx, self->sleep, tarry_sleep, self->sleep.duration = 1);
        CHECK(self->sleep.result == 0);
    }
    FINISH(1);
}

// ---- children, theirs, and a block that waits as well ----

struct tree__future { // how many waits were refused
    int result;
    unsigned short state;
    int depth, results[3];
    enum tarry_scope_kind kind;
    int64_t duration;
    struct tarry_scope scope;
    struct tarry_sleep__future sleep;
};
FUNCTION(tree);

static bool tree__poll(void *future, struct tarry_context *cx) {
    struct tree__future *self = future;
    START();
    self->results[0] = self->results[1] = self->results[2] = 0;
    tarry__scope_open(cx, &self->scope, self->kind, NULL);
    for (int i = 0; i < 3 && self->depth > 0; i++) {
        SPAWN(cx, &self->scope, tree, &self->results[i], child->depth = self->depth - 1;
              child->kind = !self->kind; child->duration = self->duration);
    }
    if (self->depth == 0) {
        AWAIT(cx, self->sleep, tarry_sleep, self->sleep.duration = self->duration);
        self->results[0] = self->sleep.result == -ECANCELED;
    }
    JOIN(cx, &self->scope);
    FINISH(self->results[0] + self->results[1] + self->results[2]);
}

struct limited__future { // a tree under a deadline
    int result;
    unsigned short state;
    int depth;
    enum tarry_scope_kind kind;
    int64_t limit, duration;
    bool refused;
    struct tarry_within within;
    struct tree__future tree;
};
FUNCTION(limited);

static bool limited__poll(void *future, struct tarry_context *cx) {
    struct limited__future *self = future;
    START();
    tarry__within_enter(cx, &self->within, self->limit);
    AWAIT(cx, self->tree, tree, self->tree.depth = self->depth; self->tree.kind = self->kind;
          self->tree.duration = self->duration);
    self->refused = tarry__within_leave(cx, &self->within);
    CHECK(self->refused == (self->tree.result > 0));
    FINISH(self->tree.result);
}

// ---- many of them; some are cancelled as well, by a scope inside or outside of the deadline ----

struct cancelled__future { // a deadline that does not come, around or in a scope that is cancelled
    int result;
    unsigned short state;
    bool inside;
    struct tarry_within within;
    struct tarry_scope scope;
    struct tarry_sleep__future sleep;
};
FUNCTION(cancelled);

static bool cancelled__poll(void *future, struct tarry_context *cx) {
    struct cancelled__future *self = future;
    START();
    if (self->inside) {
        tarry__scope_open(cx, &self->scope, TARRY_CONCURRENT, NULL);
        tarry__within_enter(cx, &self->within, TARRY_SEC(100));
    } else {
        tarry__within_enter(cx, &self->within, TARRY_SEC(100));
        tarry__scope_open(cx, &self->scope, TARRY_CONCURRENT, NULL);
    }
    SPAWN(cx, &self->scope, tree, NULL, child->depth = 2; child->kind = TARRY_PARALLEL;
          child->duration = TARRY_SEC(100));
    AWAIT(cx, self->sleep, tarry_sleep, self->sleep.duration = 1);
    tarry_cancel(&self->scope);
    AWAIT(cx, self->sleep, tarry_sleep, self->sleep.duration = TARRY_SEC(100));
    CHECK(self->sleep.result == -ECANCELED);
    if (self->inside) {
        CHECK(!tarry__within_leave(cx, &self->within));
        JOIN(cx, &self->scope);
    } else {
        JOIN(cx, &self->scope);
        CHECK(!tarry__within_leave(cx, &self->within));
    }
    FINISH(0);
}

enum { TASKS = 24 };

struct crowd__future {
    int result;
    unsigned short state;
    int round, rounds, results[TASKS];
    struct tarry_scope scope;
};
FUNCTION(crowd);

static bool crowd__poll(void *future, struct tarry_context *cx) {
    struct crowd__future *self = future;
    START();
    for (self->round = 0; self->round < self->rounds; self->round++) {
        tarry__scope_open(cx, &self->scope, self->round % 2 ? TARRY_PARALLEL : TARRY_CONCURRENT,
                          NULL);
        for (int i = 0; i < TASKS; i++) {
            int *result = &self->results[i];
            switch (i % 4) {
            case 0: // never in time
                SPAWN(cx, &self->scope, limited, result, child->depth = 2; child->kind = i / 4 % 2;
                      child->limit = TARRY_US(i * 20); child->duration = TARRY_SEC(100));
                break;
            case 1: // always
                SPAWN(cx, &self->scope, limited, result, child->depth = 2; child->kind = i / 4 % 2;
                      child->limit = TARRY_SEC(100); child->duration = TARRY_US(i));
                break;
            case 2: // sometimes
                SPAWN(cx, &self->scope, limited, result, child->depth = 1; child->kind = i / 4 % 2;
                      child->limit = TARRY_US(400 + i); child->duration = TARRY_US(400));
                break;
            default:
                SPAWN(cx, &self->scope, cancelled, result, child->inside = i / 4 % 2);
            }
        }
        SPAWN(cx, &self->scope, edge, NULL, child->rounds = 10);
        JOIN(cx, &self->scope);
        for (int i = 0; i < TASKS; i++) {
            int result = self->results[i];
            CHECK(i % 4 == 0 ? result == 9 : i % 4 == 2 ? result >= 0 && result <= 3 : result == 0);
        }
    }
    FINISH(1);
}

// ---- deadlines in arms, and around a race ----

struct arm__future {
    int result;
    unsigned short state;
    int64_t limit;
    struct tarry_within within;
    struct tarry_sleep__future sleep;
};
FUNCTION(arm);

static bool arm__poll(void *future, struct tarry_context *cx) {
    struct arm__future *self = future;
    START();
    tarry__within_enter(cx, &self->within, self->limit);
    AWAIT(cx, self->sleep, tarry_sleep, self->sleep.duration = TARRY_SEC(100));
    CHECK(self->sleep.result == -ECANCELED);
    FINISH(tarry__within_leave(cx, &self->within) ? 5 : -ECANCELED);
}

struct mixed__future {
    int result;
    unsigned short state;
    int i, rounds;
    struct tarry_within outer;
    struct tarry_race race;
    struct tarry_arm arms[2];
    struct arm__future one, two;
};
FUNCTION(mixed);

static bool mixed__poll(void *future, struct tarry_context *cx) {
    struct mixed__future *self = future;
    START();
    for (self->i = 0; self->i < self->rounds; self->i++) {
        tarry__within_enter(cx, &self->outer, self->i % 2 ? TARRY_US(300) : TARRY_SEC(1000));
        ARM(self->arms[0], self->one, arm, self->one.limit = TARRY_SEC(90));
        ARM(self->arms[1], self->two, arm,
            self->two.limit = self->i % 2 ? TARRY_SEC(80) : TARRY_US(self->i % 9 * 50));
        RACE(cx, &self->race, self->arms, 2, false);
        CHECK(tarry__within_leave(cx, &self->outer) == self->i % 2);
        CHECK(self->race.winner == (self->i % 2 ? 0 : 1));
        CHECK(self->one.result == -ECANCELED);
        CHECK(self->two.result == (self->i % 2 ? -ECANCELED : 5));
    }
    FINISH(1);
}

// ---- a wait that may end well although it is given up ----

struct generous__future { // asked to end, it does so well when `well`
    int result;
    unsigned short state;
    bool well;
    struct tarry_within within;
};
FUNCTION(generous);

static bool generous__poll(void *future, struct tarry_context *cx) {
    struct generous__future *self = future;
    if (self->state == 0) {
        self->state = 1;
        tarry__within_enter(cx, &self->within, 1000);
    }
    if (!tarry_context_is_being_cancelled(cx)) {
        return false;
    }
    if (!self->well) {
        tarry_context_note_refusal(cx);
    }
    CHECK(tarry__within_leave(cx, &self->within) == !self->well);
    self->result = 1;
    return true;
}

// ---- more of them, one in another, than a task has pins ----

struct deep__future {
    int result;
    unsigned short state;
    int n;
    struct tarry_within within;
    union {
        struct tarry_sleep__future sleep;
        struct deep__future *deep;
    } child;
};
FUNCTION(deep);

static bool deep__poll(void *future, struct tarry_context *cx) {
    struct deep__future *self = future;
    switch (self->state) {
    case 0:
        tarry__within_enter(cx, &self->within, TARRY_SEC(100));
        if (self->n > 0) {
            self->child.deep = tarry__frame_new(cx, &deep__function);
            CHECK(self->child.deep);
            self->child.deep->state = 0;
            self->child.deep->n = self->n - 1;
            tarry__frame_enter(cx, self->child.deep);
            self->state = 1;
            return false;
        }
        self->child.sleep.state = 0;
        self->child.sleep.duration = TARRY_MS(1);
        self->state = 2;
        __attribute__((fallthrough));
    case 2:
        if (!tarry_sleep__poll(&self->child.sleep, cx)) {
            return false;
        }
        self->result = self->child.sleep.result;
        break;
    default:
        self->result = self->child.deep->result + 1;
        tarry__frame_free(cx, self->child.deep, &deep__function);
    }
    CHECK(!tarry__within_leave(cx, &self->within));
    return true;
}

int main(void) {
    unsigned workers = env_workers();
    struct edge__future edge = {.rounds = scaled(300)};
    CHECK(run_on(workers, &edge__function, &edge) == 1);
    struct crowd__future crowd = {.rounds = scaled(60)};
    CHECK(run_on(workers, &crowd__function, &crowd) == 1);
    struct mixed__future mixed = {.rounds = scaled(300)};
    CHECK(run_on(workers, &mixed__function, &mixed) == 1);
    for (int well = 0; well < 2; well++) {
        struct generous__future generous = {.well = well};
        CHECK(run_on(workers, &generous__function, &generous) == 1);
    }
    struct deep__future deep = {.n = 70000};
    CHECK(run_on(workers, &deep__function, &deep) == 70000);
    CHECK(tarry_deadline() == INT64_MAX); // on a thread that is no worker
    return 0;
}
