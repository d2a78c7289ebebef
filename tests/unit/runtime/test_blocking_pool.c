// The blocking pool's limits (fault 8): with ten thousand calls and few threads tasks go on, the calls
// are made in the order in which they came, and those that no thread has begun are given up at once;
// threads that have nothing to do end. What options and environment may say.
#include "base/atomic.h"
#include "future.h"
#include "gate.h"
#include "runtime/worker.h"

enum { CALLS = SANITIZED ? 1000 : 10000 };

static _Atomic int begun;
static int order[CALLS];

struct call__future {
    int result;
    unsigned short state;
    struct tarry_blocking blocking;
    int n;
};
FUNCTION(call);

static void call(void *future) {
    struct call__future *self = future;
    order[tarry__fetch_add(&begun, 1, relaxed)] = self->n;
    gate_wait();
    self->result = self->n;
}

static bool call__poll(void *future, struct tarry_context *cx) {
    struct call__future *self = future;
    return tarry__blocking_poll(cx, &self->blocking, self, &call__function, call);
}

static struct tarry_blocking_pool pool_now(void) {
    struct tarry_blocking_pool pool;
    CHECK(tarry_blocking_pool(NULL, &pool) == 0);
    CHECK(pool.threads <= pool.threads_max && pool.idle <= pool.threads);
    return pool;
}

// ---- more calls than threads ----

struct many__future {
    int result;
    unsigned short state;
    unsigned threads;
    bool cancel;
    int results[CALLS];
    struct tarry_scope scope;
    struct tarry_yield__future yield;
};
FUNCTION(many);

static bool many__poll(void *future, struct tarry_context *cx) {
    struct many__future *self = future;
    START();
    gate_set(false);
    tarry__store(&begun, 0, relaxed);
    tarry__scope_open(cx, &self->scope, TARRY_CONCURRENT, NULL);
    for (int i = CALLS - 1; i >= 0; i--) {
        SPAWN(cx, &self->scope, call, &self->results[i], child->n = i);
    }
    while (pool_now().queued < CALLS - self->threads ||
           tarry__load(&begun, relaxed) <
               (int)self->threads) { // the gate is closed, and tasks go on
        AWAIT(cx, self->yield, tarry_yield, (void)0);
    }
    CHECK(pool_now().threads == self->threads && pool_now().idle == 0);
    if (self->cancel) {
        tarry_cancel(&self->scope);
        while (pool_now().queued > 0) { // no thread has come back
            AWAIT(cx, self->yield, tarry_yield, (void)0);
        }
    }
    gate_set(true);
    JOIN(cx, &self->scope);
    int made = tarry__load(&begun, relaxed);
    CHECK(made == (self->cancel ? (int)self->threads : CALLS));
    for (int i = 0; i < CALLS; i++) {
        bool was_made = self->results[i] == i;
        CHECK(was_made || (self->cancel && self->results[i] == -ECANCELED));
        made -= was_made;
        CHECK(self->threads > 1 || self->cancel || order[i] == CALLS - 1 - i);
    }
    CHECK(made == 0);
    FINISH(0);
}

static void run_with(const struct tarry_options *options, const struct tarry_function *function,
                     const void *future) {
    struct tarry_runtime *runtime;
    struct tarry_blocking_pool pool;
    int result = -1;
    CHECK(tarry_runtime_new(options, &runtime) == 0);
    CHECK(tarry_blocking_pool(runtime, &pool) == 0 && pool.threads == 0 && pool.queued == 0);
    CHECK(tarry_runtime_run(runtime, function, future, &result) == 0);
    CHECK(tarry_blocking_pool(runtime, &pool) == 0 && pool.queued == 0);
    CHECK(result == 0);
    tarry_runtime_free(runtime);
}

static void saturated(unsigned threads, bool cancel) {
    static struct many__future many;
    struct tarry_options options = {.blocking_threads = threads};
    many.threads = threads;
    many.cancel = cancel;
    run_with(&options, &many__function, &many);
}

// ---- threads that have nothing to do ----

struct idle__future {
    int result;
    unsigned short state;
    bool ends;
    int i;
    struct call__future call;
    struct tarry_yield__future yield;
};
FUNCTION(idle);

static bool idle__poll(void *future, struct tarry_context *cx) {
    struct idle__future *self = future;
    START();
    tarry__store(&begun, 0, relaxed);
    for (self->i = 0; self->i < 3; self->i++) {
        AWAIT(cx, self->call, call, self->call.n = 5);
        CHECK(self->call.result == 5);
        while (self->ends ? pool_now().threads > 0 : pool_now().idle < 1) {
            AWAIT(cx, self->yield, tarry_yield, (void)0);
        }
        CHECK(self->ends || pool_now().threads == 1); // the one there was was used again
    }
    FINISH(0);
}

static void idle_threads(void) {
    struct idle__future idle = {.ends = true};
    run_with(&(struct tarry_options){.blocking_idle = 1}, &idle__function, &idle);
    idle.ends = false;
    run_with(&(struct tarry_options){.blocking_idle = INT64_MAX}, &idle__function, &idle);
    setenv("TARRY_BLOCKING_IDLE", "0", 1);
    idle.ends = true;
    run_with(NULL, &idle__function, &idle);
    unsetenv("TARRY_BLOCKING_IDLE");
}

// ---- options and environment ----

static void check_refused(const char *name, const char *value) {
    struct tarry_runtime *runtime;
    setenv(name, value, 1);
    CHECK(tarry_runtime_new(NULL, &runtime) == -EINVAL);
    unsetenv(name);
}

static unsigned threads_max(const struct tarry_options *options) {
    struct tarry_runtime *runtime;
    struct tarry_blocking_pool pool;
    CHECK(tarry_runtime_new(options, &runtime) == 0);
    CHECK(tarry_blocking_pool(runtime, &pool) == 0);
    tarry_runtime_free(runtime);
    return pool.threads_max;
}

static void settings(void) {
    struct tarry_runtime *runtime;
    struct tarry_blocking_pool pool;
    CHECK(tarry_blocking_pool(NULL, &pool) == -EINVAL);
    CHECK(threads_max(NULL) == 512);
    setenv("TARRY_BLOCKING_THREADS", "7", 1);
    CHECK(threads_max(NULL) == 7);
    CHECK(threads_max(&(struct tarry_options){.blocking_threads = 65536}) == 65536);
    unsetenv("TARRY_BLOCKING_THREADS");
    CHECK(tarry_runtime_new(&(struct tarry_options){.blocking_threads = 65537}, &runtime) ==
          -EINVAL);
    CHECK(tarry_runtime_new(&(struct tarry_options){.blocking_idle = -1}, &runtime) == -EINVAL);
    static const char *const bad[] = {"0", "x", "-1", "65537", "3 ", "99999999999999999999"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        check_refused("TARRY_BLOCKING_THREADS", bad[i]);
    }
    check_refused("TARRY_BLOCKING_IDLE", "-1");
    check_refused("TARRY_BLOCKING_IDLE", "1000000001");
    check_refused("TARRY_BLOCKING_IDLE", "1s");
}

int main(void) {
    settings();
    saturated(1, false);
    saturated(3, false);
    saturated(3, true);
    gate_set(true);
    idle_threads();
    return 0;
}
