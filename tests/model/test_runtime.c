// The whole runtime: workers' loops, spawning, stealing, parking, scopes' ends, cancellation, the end
// of a run and of the runtime, over a backend that only waits. Small programs of two children on two
// workers end, with the right results, and leave nothing.
//
// language: tarry
// sources: src/runtime/admission.c src/runtime/alarm.c src/runtime/blocking.c src/runtime/child.c src/runtime/clock.c
// sources: src/runtime/dump.c src/runtime/frame.c src/runtime/future.c src/runtime/gather.c src/runtime/idle.c src/runtime/injection.c
// sources: src/runtime/link.c src/runtime/mailbox.c src/runtime/misuse.c src/runtime/next.c src/runtime/race.c src/runtime/ring.c
// sources: src/runtime/room.c src/runtime/runtime.c src/runtime/scope.c src/runtime/task.c src/runtime/time.c
// sources: src/runtime/timer.c src/runtime/waiter.c src/runtime/watch.c src/runtime/within.c src/runtime/worker.c
// sources: src/runtime/wall.c src/runtime/local.c src/base/clock.c src/reactor/reactor.c src/reactor/descriptors.c src/reactor/hints.c src/reactor/buffers.c src/reactor/watch.c
// small: src/base/clock.c: int64_t tarry__clock_now(void) -> int64_t not_tarry__clock_now(void)
// small: src/runtime/ring.h: TARRY__RING_SIZE = 256 -> TARRY__RING_SIZE = 2
// mutant: a child's end does not wake its parent: src/runtime/child.c: if (!scope->children && scope->joining && -> if (false &&: deadlock
// mutant: a child's end wakes its parent behind the lock: src/runtime/child.c: wake_joining(worker, scope);\n    tarry__scope_unlock(scope);\n    while (first) -> tarry__scope_unlock(scope);\n    wake_joining(worker, scope);\n    while (first): race
// mutant: ends that are held are never told: src/runtime/child.c: if (!first) {\n        return; -> if (true) {\n        return;: no end
// mutant: the end of a run is not told to worker 0: src/runtime/runtime.c: if (worker->index != 0) {\n        tarry__idle_notify(&runtime->workers[0]); -> if (false) {\n        tarry__idle_notify(&runtime->workers[0]);: deadlock
// mutant: the end of a run releases nothing: src/runtime/runtime.c: TARRY__RUN_RUNNING | TARRY__RUN_ENDED, release -> TARRY__RUN_RUNNING | TARRY__RUN_ENDED, relaxed: race
// mutant: the end of a run is seen without acquiring: src/runtime/worker.c: tarry__load(&runtime->run_state, acquire) -> tarry__load(&runtime->run_state, relaxed): race
// mutant: a worker is not told that the runtime ends: src/runtime/runtime.c: TARRY__ORDER_END, release);\n    for (unsigned i = 1; -> TARRY__ORDER_END, release);\n    for (unsigned i = 2;: deadlock
#include <tarry.h>

#include <errno.h>
#include <string.h>

#include "model.h"
#include "runtime/options.h"
#include "world.h"

static struct tarry_runtime *runtime;
static int result;

static async int leaf(int n) {
    await tarry_yield();
    return n;
}

static async int two_children(void) {
    int a = 0, b = 0;
    parallel (s) {
        spawn (s) a = leaf(1);
        spawn (s) b = leaf(2);
    }
    return a + b;
}

// Waits until it is cancelled.
static async int for_ever(void) {
    return await tarry_sleep(INT64_MAX);
}

static async int cancelled(void) {
    int a = 0, b = 0;
    parallel (s) {
        spawn (s) a = for_ever();
        spawn (s) b = leaf(3);
        await tarry_yield();
        tarry_cancel(&s);
    }
    CHECK(a == -ECANCELED);
    CHECK(b == 3 || b == -ECANCELED);
    return 3;
}

static void run(void *argument) {
    const struct tarry_function *function = argument;
    struct {
        _Alignas(16) char bytes[512];
    } future = {{0}};
    CHECK(function->size <= sizeof future);
    CHECK(tarry_runtime_run(runtime, function, &future, &result) == 0);
    CHECK(result == 3);
    tarry_runtime_free(runtime);
}

static void prepare(const struct tarry_function *function) {
    world_begin();
    model_thread_local(&tarry__worker_current, sizeof tarry__worker_current);
    result = 0;
    struct tarry__settings settings = {
        .workers = 2, .reactor = TARRY__REACTOR_EPOLL, .grace = INT64_MAX};
    CHECK(tarry__runtime_start(&settings, &runtime) == 0);
    world_name(runtime);
    model_thread("worker 0", run, (void *)function);
}

static void begin_two_children(void) {
    prepare(&two_children__function);
}

static void begin_cancelled(void) {
    prepare(&cancelled__function);
}

static void end(void) {
    CHECK(result == 3);
}

int main(void) {
    static const struct model_bounds few = {.bounded = true, .preemptions = 1, .stale = 0};
    static const struct model_bounds many = {.bounded = true, .preemptions = 1, .stale = 1};
    const struct model_bounds *bounds = model_is_long() ? &many : &few;
    model_run("two children", begin_two_children, end, bounds);
    model_run("a scope cancelled", begin_cancelled, end, bounds);
    return 0;
}
