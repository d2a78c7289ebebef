// Bounded concurrency: never more children than the limit, whoever spawns; waiting for room is first
// come, first served; cancelled waiters start nothing and take no place with them; spawns that find
// no memory give theirs back; plain spawns beyond the limit are refused. (Fault 4.)
#include "base/memory.h"
#include "future.h"

enum { JOBS_MAX = 60 }; // divisible by 1 to 4

static _Atomic int living, most, started;

// ---- a child that counts itself ----

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
    int now = tarry__fetch_add(&living, 1, relaxed) + 1;
    for (int old = tarry__load(&most, relaxed); now > old;) {
        if (tarry__compare_exchange_weak(&most, &old, now, relaxed, relaxed)) {
            break;
        }
    }
    tarry__fetch_add(&started, 1, relaxed);
    AWAIT(cx, self->sleep, tarry_sleep, self->sleep.duration = self->duration);
    tarry__fetch_sub(&living, 1, relaxed);
    FINISH(self->sleep.result < 0 ? self->sleep.result : self->n);
}

static bool is_there(const void *place) {
    return place != NULL;
}

// await spawn (scope) result = job(n, duration);
#define ADMIT(cx, place, in, result_place, number, time)                                           \
    do {                                                                                           \
        AWAIT(cx, place, tarry__admission, (place).scope = in;                                     \
              (place).has_result = is_there(result_place));                                        \
        cx->admission = &(place);                                                                  \
        struct job__future *child =                                                                \
            tarry__spawn_new(cx, (place).scope, &job__function, result_place);                     \
        if (child) {                                                                               \
            child->state = 0;                                                                      \
            child->n = number;                                                                     \
            child->duration = time;                                                                \
            tarry__spawn(cx, in, child);                                                           \
        }                                                                                          \
    } while (0)

static int64_t odd_duration(int n) {
    return n % 3 == 0 ? 0 : n * 7919 % 50 * 1000;
}

// ---- the block spawns, or several children do, into the same scope ----

struct producer__future { // returns how many of its children were not started
    int result;
    unsigned short state;
    struct tarry_scope *scope;
    int *results;
    int from, count, i, refused;
    struct tarry__admission__future admission;
};
FUNCTION(producer);

static bool producer__poll(void *future, struct tarry_context *cx) {
    struct producer__future *self = future;
    START();
    self->refused = 0;
    for (self->i = self->from; self->i < self->from + self->count; self->i++) {
        ADMIT(cx, self->admission, self->scope, self->results ? &self->results[self->i] : NULL,
              self->i, odd_duration(self->i));
        CHECK(self->admission.result == 0 || self->admission.result == -ECANCELED);
        self->refused += self->admission.result != 0;
    }
    FINISH(self->refused);
}

struct bounded__future {
    int result;
    unsigned short state;
    enum tarry_scope_kind kind;
    bool cancel;
    int producers, limit, results[JOBS_MAX], refused[4];
    struct tarry_scope outer, scope;
    struct tarry_sleep__future sleep;
    struct producer__future producer;
};
FUNCTION(bounded);

static bool bounded__poll(void *future, struct tarry_context *cx) {
    struct bounded__future *self = future;
    START();
    for (int i = 0; i < JOBS_MAX; i++) {
        self->results[i] = -1;
    }
    struct tarry_scope_options options = {.limit = (unsigned)self->limit};
    tarry__scope_open(cx, &self->scope, self->kind, &options);
    tarry__scope_open(cx, &self->outer, self->kind, NULL); // inside: its children outlive no job
    for (int i = 0; i < self->producers; i++) {
        int share = JOBS_MAX / self->producers;
        SPAWN(cx, &self->outer, producer, &self->refused[i], child->scope = &self->scope;
              child->results = self->results; child->from = i * share; child->count = share);
    }
    if (self->producers == 0) {
        AWAIT(cx, self->producer, producer, self->producer.scope = &self->scope;
              self->producer.results = self->results; self->producer.from = 0;
              self->producer.count = JOBS_MAX);
    }
    if (self->cancel) {
        AWAIT(cx, self->sleep, tarry_sleep, self->sleep.duration = self->limit * 40000);
        tarry_cancel(&self->outer);
    }
    JOIN(cx, &self->outer);
    JOIN(cx, &self->scope);
    CHECK(self->scope.error == 0 && !self->scope.admission);
    int refused = 0, cancelled = 0;
    for (int i = 0; i < self->producers; i++) {
        refused += self->refused[i];
    }
    for (int i = 0; i < JOBS_MAX; i++) {
        CHECK(self->results[i] == i || self->results[i] == -ECANCELED);
        cancelled += self->results[i] == -ECANCELED;
    }
    CHECK(cancelled == refused && (self->cancel || refused == 0));
    FINISH(0);
}

static void bounds(void) {
    for (int i = 0; i < scaled(200) + 20; i++) {
        struct bounded__future bounded = {
            .kind = i % 2, .producers = i % 5, .limit = 1 + i % 7, .cancel = i % 5 && i % 3 == 0};
        tarry__store(&most, 0, relaxed);
        tarry__store(&started, 0, relaxed);
        CHECK(run_on(0, &bounded__function, &bounded) == 0);
        CHECK(tarry__load(&living, relaxed) == 0);
        CHECK(tarry__load(&most, relaxed) <= bounded.limit);
        CHECK(bounded.cancel || tarry__load(&started, relaxed) == JOBS_MAX);
    }
}

// ---- first come, first served; a plain spawn is refused and does not overtake ----

static int order[8], ordered;

struct in_turn__future {
    int result;
    unsigned short state;
    int n;
    struct tarry_scope *scope;
    struct tarry__admission__future admission;
};
FUNCTION(in_turn);

static bool in_turn__poll(void *future, struct tarry_context *cx) {
    struct in_turn__future *self = future;
    START();
    ADMIT(cx, self->admission, self->scope, NULL, 0, TARRY_US(100));
    CHECK(self->admission.result == 0);
    order[ordered++] = self->n;
    FINISH(0);
}

struct turns__future {
    int result;
    unsigned short state;
    int refused;
    struct tarry_scope outer, scope;
    struct tarry_yield__future yield;
};
FUNCTION(turns);

static bool turns__poll(void *future, struct tarry_context *cx) {
    static const struct tarry_scope_options options = {.limit = 1};
    struct turns__future *self = future;
    START();
    tarry__scope_open(cx, &self->scope, TARRY_CONCURRENT, &options);
    tarry__scope_open(cx, &self->outer, TARRY_CONCURRENT, NULL);
    SPAWN(cx, &self->scope, job, NULL, child->n = 0; child->duration = TARRY_US(100));
    for (int i = 0; i < 8; i++) {
        SPAWN(cx, &self->outer, in_turn, NULL, child->n = i; child->scope = &self->scope);
    }
    while (ordered < 8) {
        self->refused = 0;
        SPAWN(cx, &self->scope, job, &self->refused, CHECK(0));
        CHECK(self->refused == -EAGAIN && self->scope.error == -EAGAIN);
        AWAIT(cx, self->yield, tarry_yield, (void)0);
    }
    JOIN(cx, &self->outer);
    JOIN(cx, &self->scope);
    for (int i = 0; i < 8; i++) {
        CHECK(order[i] == i);
    }
    FINISH(0);
}

// ---- fail_fast: nothing is started behind a failure, by nobody ----

struct fails__future {
    int result;
    unsigned short state;
    enum tarry_scope_kind kind;
    int i, results[8];
    struct tarry_scope scope;
    struct tarry__admission__future admission;
};
FUNCTION(fails);

static bool fails__poll(void *future, struct tarry_context *cx) {
    static const struct tarry_scope_options options = {.fail_fast = true, .limit = 1};
    struct fails__future *self = future;
    START();
    tarry__scope_open(cx, &self->scope, self->kind, &options);
    for (self->i = 0; self->i < 8; self->i++) {
        ADMIT(cx, self->admission, &self->scope, &self->results[self->i],
              self->i == 2 ? -EPERM : self->i, TARRY_US(20));
    }
    JOIN(cx, &self->scope);
    CHECK(self->scope.error == -EPERM);
    for (int i = 0; i < 8; i++) {
        CHECK(self->results[i] == (i < 2 ? i : i == 2 ? -EPERM : -ECANCELED));
    }
    FINISH(0);
}

// ---- the n-th allocation fails, for each n ----

static _Atomic int countdown;

static bool fail_at_countdown(size_t size) {
    (void)size;
    return tarry__fetch_sub(&countdown, 1, relaxed) == 1;
}

struct starved__future {
    int result;
    unsigned short state;
    enum tarry_scope_kind kind;
    int results[JOBS_MAX], refused[4];
    struct tarry_scope outer, scope;
};
FUNCTION(starved);

static bool starved__poll(void *future, struct tarry_context *cx) {
    static const struct tarry_scope_options options = {.limit = 3};
    struct starved__future *self = future;
    START();
    for (int i = 0; i < JOBS_MAX; i++) {
        self->results[i] = -1;
    }
    tarry__scope_open(cx, &self->scope, self->kind, &options);
    tarry__scope_open(cx, &self->outer, self->kind, NULL);
    for (int i = 0; i < 4; i++) {
        SPAWN(cx, &self->outer, producer, &self->refused[i], child->scope = &self->scope;
              child->results = self->results; child->from = i * 8; child->count = 8);
    }
    JOIN(cx, &self->outer);
    JOIN(cx, &self->scope);
    int failures = 0;
    for (int i = 0; i < 32; i++) {
        int result = self->results[i];
        bool not_tried = result == -1 && self->refused[i / 8] == -ENOMEM;
        CHECK(result == i || result == -ENOMEM || not_tried);
        failures += result == -ENOMEM;
    }
    CHECK(failures == 0 || self->scope.error == -ENOMEM);
    self->result = failures;
    FINISH(self->result);
}

static void starve(void) {
    struct tarry_options options = {.workers = env_workers()};
    int failures = 0;
    for (int n = 1; n < 90; n++) {
        struct tarry_runtime *runtime;
        struct starved__future starved = {.kind = n % 2};
        int result = 0;
        CHECK(tarry_runtime_new(&options, &runtime) == 0);
        tarry__store(&countdown, n, relaxed);
        tarry__memory_fault_set(fail_at_countdown);
        int error = tarry_runtime_run(runtime, &starved__function, &starved, &result);
        tarry__memory_fault_set(NULL);
        CHECK(error == 0 || error == -ENOMEM);
        failures += result;
        tarry_runtime_free(runtime);
    }
    CHECK(failures > 0);
}

int main(void) {
    bounds();
    struct turns__future turns = {0};
    CHECK(run_on(0, &turns__function, &turns) == 0);
    for (int i = 0; i < 10; i++) {
        struct fails__future fails = {.kind = i % 2};
        CHECK(run_on(0, &fails__function, &fails) == 0);
    }
    starve();
    return 0;
}
