// Stopping a run from outside: it is cancelled; who has not ended after the grace period is
// reported, with file and line, also when a worker does not come back from a task. (Fault 44.)
#include "base/thread.h"
#include "future.h"
#include "runtime/dump.h"
#include "runtime/worker.h"

#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <unistd.h>

static _Atomic bool released;
static _Atomic bool spawned;     // the root has all its children
static _Atomic unsigned settled; // of the stuck tasks, on a worker other than 0

static void wait_until_settled(bool with_stuck) {
    while (!tarry__load(&spawned, acquire) ||
           (with_stuck && env_workers() > 1 && tarry__load(&settled, acquire) == 0)) {
        sched_yield();
    }
}

struct deaf__future { // waits shielded, so that no cancellation reaches it
    int result;
    unsigned short state;
    struct tarry_scope_link shield;
    struct tarry_sleep__future sleep;
};
static const struct tarry_await deaf__awaits[] = {
    {.line = 77,
     .child_offset = offsetof(struct deaf__future, sleep),
     .callee = &tarry_sleep__function}};
static bool deaf__poll(void *future, struct tarry_context *cx);
static const struct tarry_function deaf__function = {
    .name = "deaf",
    .file = "src/deaf.c",
    .poll = deaf__poll,
    .size = sizeof(struct deaf__future),
    .alignment = _Alignof(struct deaf__future),
    .result_size = sizeof(int),
    .state_offset = offsetof(struct deaf__future, state),
    .flags = TARRY_FUNCTION_RESULT_SIGNED,
    .awaits = deaf__awaits,
    .await_count = 1,
};

static bool deaf__poll(void *future, struct tarry_context *cx) {
    struct deaf__future *self = future;
    if (self->state == 0) {
        tarry__shield_enter(cx, &self->shield);
        self->state = 1;
        self->sleep.state = 0;
        self->sleep.duration = TARRY_MS(1);
    }
    while (tarry_sleep__poll(&self->sleep, cx)) {
        CHECK(self->sleep.result == 0 && tarry_cancelled() == TARRY_NOT_CANCELLED);
        if (tarry__load(&released, acquire)) {
            tarry__shield_leave(cx, &self->shield);
            self->result = -1;
            return true;
        }
        self->sleep.state = 0;
        self->sleep.duration = TARRY_MS(1);
    }
    return false;
}

struct stuck__future { // settles on a worker other than 0, which makes the report, and computes
                       // there once it is cancelled
    int result;
    unsigned short state;
    struct tarry_yield__future yield;
    struct tarry_sleep__future sleep;
};
FUNCTION(stuck);

static bool stuck__poll(void *future, struct tarry_context *cx) {
    struct stuck__future *self = future;
    START();
    while (cx->worker->index == 0 && cx->worker->runtime->worker_count > 1 &&
           !tarry__load(&released, acquire)) { // nobody has to steal a task that is alone
        AWAIT(cx, self->yield, tarry_yield, (void)0);
    }
    tarry__fetch_add(&settled, 1, release);
    AWAIT(cx, self->sleep, tarry_sleep, self->sleep.duration = TARRY_SEC(100));
    CHECK(tarry_cancelled() == TARRY_CANCELLED_BY_STOP); // although it is a child
    while (cx->worker->index != 0 && !tarry__load(&released, acquire)) {
        sched_yield();
    }
    FINISH(-2);
}

struct root__future {
    int result;
    unsigned short state;
    bool with_stuck;
    int results[30];
    struct tarry_scope outer, inner;
    struct tarry_sleep__future sleep;
};
FUNCTION(root);

static bool root__poll(void *future, struct tarry_context *cx) {
    struct root__future *self = future;
    START();
    tarry__scope_open(cx, &self->outer, TARRY_PARALLEL, NULL);
    tarry__scope_open(cx, &self->inner, TARRY_CONCURRENT, NULL);
    for (int i = 0; i < 15; i++) {
        SPAWN(cx, &self->inner, deaf, &self->results[i], (void)0);
    }
    for (int i = 15; i < 30; i++) {
        if (self->with_stuck) {
            SPAWN(cx, &self->outer, stuck, &self->results[i], (void)0);
        } else {
            SPAWN(cx, &self->outer, deaf, &self->results[i], (void)0);
        }
    }
    tarry__store(&spawned, true, release);
    AWAIT(cx, self->sleep, tarry_sleep, self->sleep.duration = INT64_MAX);
    CHECK(self->sleep.result == -ECANCELED && tarry_cancelled() == TARRY_CANCELLED_BY_STOP);
    JOIN(cx, &self->inner);
    JOIN(cx, &self->outer);
    FINISH(5);
}

// Collects what is written to stderr until the report is there, then lets the tasks go.
struct watcher {
    int report[2];
    struct tarry_runtime *runtime;
    const char *last; // what the report has to come to
    char text[20000];
    size_t length;
    bool with_stuck, is_partial;
};

static void watcher_main(void *argument) {
    struct watcher *watcher = argument;
    wait_until_settled(watcher->with_stuck);
    tarry_runtime_stop(watcher->runtime);
    tarry_runtime_stop(watcher->runtime);
    while (!strstr(watcher->text, "... and") || !strstr(watcher->text, watcher->last)) {
        // On a machine so loaded that the workers do not come to a stop in time, the report says that
        // instead, and has ended.
        struct pollfd more = {.fd = watcher->report[0], .events = POLLIN};
        if (strstr(watcher->text, "still waiting for") && poll(&more, 1, 5000) == 0) {
            watcher->is_partial = true;
            break;
        }
        ssize_t n = read(watcher->report[0], watcher->text + watcher->length,
                         sizeof watcher->text - 1 - watcher->length);
        CHECK(n > 0);
        watcher->length += (size_t)n;
    }
    tarry__store(&released, true, release);
}

static void report(bool with_stuck) {
    static struct watcher watcher;
    memset(&watcher, 0, sizeof watcher);
    struct tarry_options options = {.grace = TARRY_MS(20)};
    struct root__future root = {.with_stuck = with_stuck};
    struct tarry__thread thread;
    int result = 0;
    watcher.last = with_stuck && env_workers() > 1 ? "stuck: running" : "deaf";
    watcher.with_stuck = with_stuck;
    tarry__store(&released, false, relaxed);
    tarry__store(&spawned, false, relaxed);
    tarry__store(&settled, 0, relaxed);
    CHECK(pipe(watcher.report) == 0);
    CHECK(tarry_runtime_new(&options, &watcher.runtime) == 0);
    fflush(stderr);
    int saved = dup(2);
    dup2(watcher.report[1], 2);
    CHECK(tarry__thread_start(&thread, "watcher", watcher_main, &watcher) == 0);
    CHECK(tarry_runtime_run(watcher.runtime, &root__function, &root, &result) == 0);
    tarry__thread_join(&thread);
    fflush(stderr);
    dup2(saved, 2);
    close(saved);
    close(watcher.report[0]);
    close(watcher.report[1]);
    tarry_runtime_free(watcher.runtime);
    CHECK(result == 5);
    CHECK(strstr(watcher.text, "root"));
    // With several workers one may come to a stop too late, and its tasks be named only, or, below a
    // task that is running, not at all.
    CHECK(watcher.is_partial || strstr(watcher.text, watcher.last));
    CHECK(env_workers() > 1 || strstr(watcher.text, "deaf (deaf.c:77) > tarry_sleep"));
}

// From a signal handler, which interrupts worker 0 wherever it is. Not under ThreadSanitizer: it
// keeps a signal back until the thread enters a function it knows, and a worker that sleeps in
// io_uring never does; there the handler runs on the thread that raises the signal.
static struct tarry_runtime *to_stop;
static pthread_t worker_0;

static void on_signal(int number) {
    (void)number;
    tarry_runtime_stop(to_stop);
}

static void interrupter_main(void *argument) {
    (void)argument;
    wait_until_settled(false);
#ifdef __SANITIZE_THREAD__
    sigset_t signals; // threads of the library start with all signals blocked
    sigemptyset(&signals);
    sigaddset(&signals, SIGALRM);
    pthread_sigmask(SIG_UNBLOCK, &signals, NULL);
    raise(SIGALRM);
#else
    CHECK(pthread_kill(worker_0, SIGALRM) == 0);
#endif
}

static void stop_in_signal_handler(void) {
    struct sigaction action = {.sa_handler = on_signal};
    struct root__future root = {0};
    struct tarry__thread thread;
    int result = 0;
    tarry__store(&released, true, relaxed);
    tarry__store(&spawned, false, relaxed);
    worker_0 = pthread_self();
    CHECK(tarry_runtime_new(NULL, &to_stop) == 0);
    CHECK(sigaction(SIGALRM, &action, NULL) == 0);
    CHECK(tarry__thread_start(&thread, "interrupter", interrupter_main, NULL) == 0);
    CHECK(tarry_runtime_run(to_stop, &root__function, &root, &result) == 0 && result == 5);
    tarry__thread_join(&thread);
    tarry_runtime_free(to_stop);
}

int main(void) {
    report(false);
    report(true);
    stop_in_signal_handler();
    return 0;
}
