// Calls on the blocking pool whose job lies in the future that waits: result and errno come back; a
// call nobody has begun is withdrawn when it is cancelled, and never made; one that runs is waited
// for; no thread at all is -EAGAIN. (Fault 7.)
#include "base/thread.h"
#include "future.h"
#include "gate.h"

static _Atomic int calls, running;

// ---- what tarrycc generates for `await blocking(work(&n, waits))` ----

static int work(int *n, bool waits) {
    int before = errno;
    tarry__fetch_add(&calls, 1, relaxed);
    tarry__fetch_add(&running, 1, relaxed);
    if (waits) {
        gate_wait();
    }
    tarry__fetch_sub(&running, 1, relaxed);
    errno = before + 1;
    return *n * 2; // in the caller's frame
}

struct call__future {
    int result;
    unsigned short state;
    struct tarry_blocking blocking;
    int *p1;
    bool p2;
};
FUNCTION(call);

static void call__call(void *future) {
    struct call__future *self = future;
    self->result = work(self->p1, self->p2);
}

static bool call__poll(void *future, struct tarry_context *cx) {
    struct call__future *self = future;
    return tarry__blocking_poll(cx, &self->blocking, self, &call__function, call__call);
}

// ----

struct caller__future {
    int result;
    unsigned short state;
    int n;
    bool waits;
    struct call__future call;
};
FUNCTION(caller);

static bool caller__poll(void *future, struct tarry_context *cx) {
    struct caller__future *self = future;
    START();
    errno = 1000;
    AWAIT(cx, self->call, call, self->call.p1 = &self->n; self->call.p2 = self->waits);
    int error = errno; // nothing stands between
    CHECK(error == (self->call.result >= 0 ? 1001 : -self->call.result));
    FINISH(self->call.result);
}

enum { CALLERS = SANITIZED ? 60 : 600 }; // more than threads

struct callers__future {
    int result;
    unsigned short state;
    enum tarry_scope_kind kind;
    int cancel; // 0: not; 1: the queued and the running; 2: before they are polled
    int results[CALLERS];
    struct tarry_scope scope;
    struct tarry_scope_link shield;
    struct tarry_sleep__future sleep;
};
FUNCTION(callers);

static bool callers__poll(void *future, struct tarry_context *cx) {
    struct callers__future *self = future;
    START();
    tarry__scope_open(cx, &self->scope, self->kind, NULL);
    for (int i = 0; i < CALLERS; i++) {
        SPAWN(cx, &self->scope, caller, &self->results[i], child->n = i; child->waits = i < 20);
    }
    if (self->cancel == 2) {
        tarry_cancel(&self->scope);
    }
    tarry__shield_enter(cx, &self->shield);
    AWAIT(cx, self->sleep, tarry_sleep, self->sleep.duration = TARRY_MS(5));
    if (self->cancel == 1) {
        tarry_cancel(&self->scope);
        AWAIT(cx, self->sleep, tarry_sleep, self->sleep.duration = TARRY_MS(1));
    }
    gate_set(true);
    tarry__shield_leave(cx, &self->shield);
    JOIN(cx, &self->scope); // waits for the calls that run
    CHECK(tarry__load(&running, relaxed) == 0);
    int made = 0;
    for (int i = 0; i < CALLERS; i++) {
        bool was_made = self->results[i] == 2 * i;
        CHECK(was_made || (self->cancel && self->results[i] == -ECANCELED));
        made += was_made;
    }
    CHECK(tarry__load(&calls, relaxed) == made);
    FINISH(0);
}

// Cancellations at odd moments, against calls that end at once.
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

// ---- few threads, or none ----

static bool no_threads(void) {
    return true;
}

// One thread, which is busy: the second call is in the queue.
struct queued__future {
    int result;
    unsigned short state;
    int results[2];
    struct tarry_scope scope, inner;
    struct tarry_sleep__future sleep;
};
FUNCTION(queued);

static bool queued__poll(void *future, struct tarry_context *cx) {
    struct queued__future *self = future;
    START();
    tarry__store(&calls, 0, relaxed);
    gate_set(false);
    tarry__scope_open(cx, &self->scope, TARRY_PARALLEL, NULL);
    SPAWN(cx, &self->scope, caller, &self->results[0], child->n = 1; child->waits = true);
    while (tarry__load(&running, relaxed) == 0) {
        AWAIT(cx, self->sleep, tarry_sleep, self->sleep.duration = TARRY_US(100));
    }
    tarry__thread_fault_set(no_threads);
    tarry__scope_open(cx, &self->inner, TARRY_PARALLEL, NULL);
    SPAWN(cx, &self->inner, caller, &self->results[1], child->n = 2; child->waits = true);
    AWAIT(cx, self->sleep, tarry_sleep, self->sleep.duration = TARRY_MS(1));
    tarry_cancel(&self->inner);
    JOIN(cx, &self->inner); // though the gate is closed
    CHECK(self->results[1] == -ECANCELED && tarry__load(&calls, relaxed) == 1);
    gate_set(true);
    JOIN(cx, &self->scope);
    CHECK(self->results[0] == 2 && tarry__load(&calls, relaxed) == 1);
    tarry__thread_fault_set(NULL);
    FINISH(0);
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
    tarry_runtime_free(runtime);
}

int main(void) {
    tarry__mutex_init(&gate.mutex);
    tarry__condition_init(&gate.changed);
    for (int i = 0; i < 6; i++) {
        struct callers__future callers = {.kind = i % 2, .cancel = i / 2};
        tarry__store(&calls, 0, relaxed);
        gate_set(false);
        CHECK(run_on(0, &callers__function, &callers) == 0);
    }
    struct racer__future racer = {0};
    CHECK(run_on(0, &racer__function, &racer) == 0);
    struct queued__future queued = {0};
    CHECK(run_on(0, &queued__function, &queued) == 0);
    no_thread_at_all();
    return 0;
}
