// The blocking pool: calls run beside the tasks and come back to them; a cancelled task leaves at
// once, and the call it gave up is dropped when it ends; a full pool queues in order; no thread at
// all is -EAGAIN. (Fault 7.)
#include "base/thread.h"
#include "future.h"
#include "gate.h"
#include "runtime/leaf.h"
#include "runtime/worker.h"

static _Atomic int calls, drops, alive;

struct job {
    struct tarry__blocking_job base;
    int n, result;
    bool waits; // until the gate is open
};

static void job_call(struct tarry__blocking_job *base) {
    struct job *job = (struct job *)base;
    tarry__fetch_add(&calls, 1, relaxed);
    if (job->waits) {
        gate_wait();
    }
    job->result = job->n * 2;
}

static void job_free(struct tarry__blocking_job *base) {
    tarry__fetch_sub(&alive, 1, relaxed);
    free(base);
}

static void job_drop(struct tarry__blocking_job *base) {
    tarry__fetch_add(&drops, 1, relaxed);
    job_free(base);
}

struct caller__future {
    int result;
    unsigned short state;
    int n;
    bool waits;
    struct job *job;
};
FUNCTION(caller);

static bool caller__poll(void *future, struct tarry_context *cx) {
    struct caller__future *self = future;
    START();
    self->job = calloc(1, sizeof *self->job);
    tarry__fetch_add(&alive, 1, relaxed);
    self->job->base.call = job_call;
    self->job->base.drop = job_drop;
    self->job->n = self->n;
    self->job->waits = self->waits;
    self->result = tarry__blocking_start(cx, &self->job->base);
    if (self->result) {
        job_free(&self->job->base);
        return true;
    }
    self->state = 1;
    __attribute__((fallthrough));
case 1:
    if (tarry__is_cancelled(cx)) {
        tarry__blocking_abandon(cx, &self->job->base);
        self->result = -ECANCELED;
        return true;
    }
    if (!tarry__blocking_ended(cx, &self->job->base)) {
        return false;
    }
    self->result = self->job->result;
    job_free(&self->job->base);
    return true;
    FINISH(0);
}

enum { CALLERS = SANITIZED ? 60 : 600 }; // more than threads

struct callers__future {
    int result;
    unsigned short state;
    enum tarry_scope_kind kind;
    bool cancel;
    int results[CALLERS];
    struct tarry_scope scope;
    struct tarry_sleep__future sleep;
};
FUNCTION(callers);

static bool callers__poll(void *future, struct tarry_context *cx) {
    struct callers__future *self = future;
    START();
    gate_set(false);
    tarry__scope_open(cx, &self->scope, self->kind, NULL);
    for (int i = 0; i < CALLERS; i++) {
        SPAWN(cx, &self->scope, caller, &self->results[i], child->n = i;
              child->waits = self->cancel || i < 20);
    }
    AWAIT(cx, self->sleep, tarry_sleep,
          self->sleep.duration = TARRY_MS(5)); // others go on meanwhile
    if (self->cancel) {
        tarry_cancel(&self->scope);
    } else {
        gate_set(true);
    }
    JOIN(cx, &self->scope); // does not wait for the calls that were given up
    for (int i = 0; i < CALLERS; i++) {
        CHECK(self->results[i] == (self->cancel ? -ECANCELED : 2 * i));
    }
    gate_set(true);
    FINISH(0);
}

// A thousand cancellations at odd moments, against calls that end at once.
struct racer__future {
    int result;
    unsigned short state;
    int i, results[8];
    struct tarry_scope scope;
    struct tarry_sleep__future sleep;
};
FUNCTION(racer);

static bool racer__poll(void *future, struct tarry_context *cx) {
    struct racer__future *self = future;
    START();
    for (self->i = 0; self->i < scaled(1000); self->i++) {
        tarry__scope_open(cx, &self->scope, self->i % 2, NULL);
        for (int k = 0; k < 8; k++) {
            SPAWN(cx, &self->scope, caller, &self->results[k], child->n = k; child->waits = false);
        }
        AWAIT(cx, self->sleep, tarry_sleep, self->sleep.duration = self->i % 4 * 20000);
        tarry_cancel(&self->scope);
        JOIN(cx, &self->scope);
        for (int k = 0; k < 8; k++) {
            CHECK(self->results[k] == -ECANCELED || self->results[k] == 2 * k);
        }
    }
    FINISH(0);
}

static bool no_threads(void) {
    return true;
}

static void no_thread_at_all(void) {
    struct tarry_options options = {.workers = 1};
    struct tarry_runtime *runtime;
    struct caller__future caller = {.n = 3};
    int result = 0;
    CHECK(tarry_runtime_new(&options, &runtime) == 0);
    tarry__thread_fault_set(no_threads);
    CHECK(tarry_runtime_run(runtime, &caller__function, &caller, &result) == 0 &&
          result == -EAGAIN);
    tarry__thread_fault_set(NULL);
    CHECK(tarry_runtime_run(runtime, &caller__function, &caller, &result) == 0 && result == 6);
    tarry__thread_fault_set(no_threads); // one is there
    CHECK(tarry_runtime_run(runtime, &caller__function, &caller, &result) == 0 && result == 6);
    tarry__thread_fault_set(NULL);
    tarry_runtime_free(runtime);
}

int main(void) {
    tarry__mutex_init(&gate.mutex);
    tarry__condition_init(&gate.changed);
    for (int i = 0; i < 4; i++) {
        struct callers__future callers = {.kind = i % 2, .cancel = i / 2};
        int drops_before = tarry__load(&drops, relaxed);
        CHECK(run_on(0, &callers__function, &callers) == 0);
        CHECK(tarry__load(&alive, relaxed) == 0); // tarry_runtime_free waits for all
        CHECK(tarry__load(&drops, relaxed) - drops_before == (callers.cancel ? CALLERS : 0));
    }
    struct racer__future racer = {0};
    CHECK(run_on(0, &racer__function, &racer) == 0);
    CHECK(tarry__load(&alive, relaxed) == 0);
    no_thread_at_all();
    return 0;
}
