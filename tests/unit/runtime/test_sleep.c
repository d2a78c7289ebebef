// Sleeping: never early, in order of deadlines, at once for 0 and less, for ever until cancelled; a
// thousand at a time take as long as one.
#include "future.h"

enum { SLEEPERS = 1000 };

static _Atomic int order;

struct sleeper__future {
    int result;
    unsigned short state;
    int64_t duration;
    int64_t started;
    struct tarry_sleep__future sleep;
};
FUNCTION(sleeper);

static bool sleeper__poll(void *future, struct tarry_context *cx) {
    struct sleeper__future *self = future;
    if (self->state == 0) {
        self->started = tarry_now();
        self->sleep.state = 0;
        self->sleep.duration = self->duration;
        self->state = 1;
    }
    if (!tarry_sleep__poll(&self->sleep, cx)) {
        return false;
    }
    CHECK(self->sleep.result == 0);
    CHECK(tarry_now() - self->started >= self->duration);
    self->result = tarry__fetch_add(&order, 1, relaxed);
    return true;
}

struct until__future {
    int result;
    unsigned short state;
    int64_t deadline;
    struct tarry_sleep_until__future sleep;
};
FUNCTION(until);

static bool until__poll(void *future, struct tarry_context *cx) {
    struct until__future *self = future;
    if (self->state == 0) {
        self->sleep.state = 0;
        self->sleep.deadline = self->deadline;
        self->state = 1;
    }
    if (!tarry_sleep_until__poll(&self->sleep, cx)) {
        return false;
    }
    CHECK(self->sleep.result == -ECANCELED || tarry_now() >= self->deadline);
    self->result = self->sleep.result;
    return true;
}

struct many__future {
    int result;
    unsigned short state;
    enum tarry_scope_kind kind;
    int64_t started;
    int results[SLEEPERS];
    struct tarry_scope scope;
};
FUNCTION(many);

static bool many__poll(void *future, struct tarry_context *cx) {
    struct many__future *self = future;
    if (self->state == 0) {
        self->state = 1;
        self->started = tarry_now();
        tarry__scope_open(cx, &self->scope, self->kind, NULL);
        for (int i = 0; i < SLEEPERS; i++) {
            SPAWN(cx, &self->scope, sleeper, &self->results[i],
                  child->duration = i == 0   ? TARRY_MS(60)
                                    : i == 1 ? -1
                                    : i == 2 ? 0
                                             : TARRY_US(i * 13));
        }
    }
    if (!tarry__scope_join(cx, &self->scope)) {
        return false;
    }
    int64_t took = tarry_now() - self->started;
    CHECK(took >= TARRY_MS(60) && took < TARRY_SEC(20));
    CHECK(self->results[0] == SLEEPERS - 1); // the longest is the last
    self->result = 0;
    return true;
}

struct deadlines__future {
    int result;
    unsigned short state;
    int results[5];
    struct tarry_scope scope;
    struct tarry_sleep__future sleep;
};
FUNCTION(deadlines);

static bool deadlines__poll(void *future, struct tarry_context *cx) {
    static const int64_t at[4] = {0, -5, INT64_MIN, 1};
    struct deadlines__future *self = future;
    switch (self->state) {
    case 0:
        tarry__scope_open(cx, &self->scope, TARRY_PARALLEL, NULL);
        for (int i = 0; i < 4; i++) {
            SPAWN(cx, &self->scope, until, &self->results[i], child->deadline = at[i]);
        }
        SPAWN(cx, &self->scope, until, &self->results[4], child->deadline = INT64_MAX);
        self->sleep.state = 0;
        self->sleep.duration = TARRY_MS(10);
        self->state = 1;
        // fall through
    case 1:
        if (!tarry_sleep__poll(&self->sleep, cx)) {
            return false;
        }
        for (int i = 0; i < 4; i++) {
            CHECK(self->results[i] == 0);
        }
        tarry_cancel(&self->scope);
        self->state = 2;
        // fall through
    default:
        if (!tarry__scope_join(cx, &self->scope)) {
            return false;
        }
        CHECK(self->results[4] == -ECANCELED);
        self->result = 0;
        return true;
    }
}

// now + duration saturates: this sleeper never wakes, and is cancelled.
struct endless__future {
    int result;
    unsigned short state;
    struct tarry_sleep__future sleep;
};
FUNCTION(endless);

static bool endless__poll(void *future, struct tarry_context *cx) {
    struct endless__future *self = future;
    if (self->state == 0) {
        self->sleep.state = 0;
        self->sleep.duration = INT64_MAX;
        self->state = 1;
    }
    if (!tarry_sleep__poll(&self->sleep, cx)) {
        return false;
    }
    self->result = self->sleep.result;
    return true;
}

static void stop_ends_an_endless_sleep(void) {
    struct tarry_runtime *runtime;
    struct endless__future root = {0};
    int result = 0;
    CHECK(tarry_runtime_new(NULL, &runtime) == 0);
    tarry_runtime_stop(runtime); // before the run: holds for the next
    CHECK(tarry_runtime_run(runtime, &endless__function, &root, &result) == 0);
    CHECK(result == -ECANCELED);
    tarry_runtime_free(runtime);
}

int main(void) {
    for (int kind = TARRY_CONCURRENT; kind <= TARRY_PARALLEL; kind++) {
        tarry__store(&order, 0, relaxed);
        struct many__future many = {.kind = kind};
        CHECK(run_on(0, &many__function, &many) == 0);
    }
    struct deadlines__future deadlines = {0};
    CHECK(run_on(0, &deadlines__function, &deadlines) == 0);
    stop_ends_an_endless_sleep();
    return 0;
}
