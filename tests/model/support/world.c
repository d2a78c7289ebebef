// The doors and a backend, see world.h. Not instrumented: what is the checker's own races with
// nobody.
#include "world.h"

#include "base/clock.h"
#include "base/memory.h"
#include "base/system.h"
#include "model.h"
#include "reactor/backend.h"
#include "runtime/fork.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#pragma weak tarry__wait_begin // of reactor.c, which not every model takes
#pragma weak tarry__wait_end

enum { HANDLES_MAX = 8, STARTED_MAX = 4, HEADER = 64 };

static int64_t now_ns;
static struct model_signal handles[HANDLES_MAX]; // eventfds
static int handle_count;

struct started {
    void (*main)(void *argument);
    void *argument;
    struct model_signal ended;
};

static struct started started[STARTED_MAX];
static unsigned started_count;

void world_begin(void) {
    now_ns = 1000000000;
    handle_count = 0;
    started_count = 0;
    memset(handles, 0, sizeof handles);
    memset(started, 0, sizeof started);
    model_name(handles, sizeof handles, "eventfds");
    model_name(started, sizeof started, "joins");
}

// ---- clock, randomness ----

__attribute__((weak)) int64_t tarry__clock_now(void) {
    return now_ns;
}

__attribute__((weak)) void tarry__random_init(struct tarry__random *random) {
    random->state = 88172645463325252u;
}

__attribute__((weak)) bool tarry__clock_idle(struct tarry_worker *worker) {
    (void)worker;
    CHECK(!"a paused clock");
}

// ---- memory ----

__attribute__((weak)) _Atomic(tarry__memory_fault *) tarry__memory_fault_hook;

__attribute__((weak)) void *tarry__memory_new(size_t size, size_t alignment) {
    size_t lead = alignment > HEADER ? alignment : HEADER;
    char *memory = model_memory_new(lead + size, lead);
    *(size_t *)(memory + lead - sizeof(size_t)) = size;
    return memory + lead;
}

__attribute__((weak)) void *tarry__memory_new_zeroed(size_t size, size_t alignment) {
    return memset(tarry__memory_new(size, alignment), 0, size);
}

__attribute__((weak)) void tarry__memory_free(void *memory) {
    if (memory) {
        model_memory_free(memory, *((size_t *)memory - 1));
    }
}

__attribute__((weak)) void *tarry__block_take(struct tarry__slab *slab, size_t size,
                                              size_t alignment) {
    (void)slab;
    return tarry__memory_new(size, alignment);
}

__attribute__((weak)) void tarry__block_give(struct tarry__slab *slab, void *block, size_t size,
                                             size_t alignment) {
    (void)slab, (void)size, (void)alignment;
    tarry__memory_free(block);
}

__attribute__((weak)) void tarry__block_give_foreign(struct tarry__slab *slab,
                                                     struct tarry__chunk *chunk, void *block) {
    (void)slab, (void)chunk;
    tarry__memory_free(block);
}

__attribute__((weak)) void tarry__slab_destroy(struct tarry__slab *slab) {
    (void)slab;
}

__attribute__((weak)) void tarry__slab_settle(struct tarry__slab *slab) {
    (void)slab;
}

__attribute__((weak)) void tarry__slab_rest(struct tarry__slab *slab) {
    (void)slab;
}

__attribute__((weak)) int64_t tarry__slab_age(struct tarry__slab *slab, int64_t now) {
    (void)slab, (void)now;
    return INT64_MAX;
}

__attribute__((weak)) void tarry__span_is_full(struct tarry__slab *slab, struct tarry__span *span) {
    (void)slab, (void)span;
}

__attribute__((weak)) void tarry__span_is_unkept(struct tarry__slab *slab,
                                                 struct tarry__span *span) {
    (void)slab, (void)span;
}

__attribute__((weak)) void tarry__span_got_room(struct tarry__slab *slab,
                                                struct tarry__span *span) {
    (void)slab, (void)span;
}

__attribute__((weak)) void tarry__span_is_empty(struct tarry__slab *slab,
                                                struct tarry__span *span) {
    (void)slab, (void)span;
}

// ---- threads ----

static void started_main(void *argument) {
    struct started *thread = argument;
    thread->main(thread->argument);
    model_signal(&thread->ended);
}

__attribute__((weak)) int tarry__thread_start(struct tarry__thread *thread, const char *name,
                                              void (*main)(void *argument), void *argument) {
    struct started *start = &started[started_count];
    *start = (struct started){.main = main, .argument = argument};
    thread->handle = started_count++;
    static const char *const names[STARTED_MAX] = {"tarry-1", "tarry-2", "tarry-3", "tarry-4"};
    (void)name;
    model_thread(names[thread->handle], started_main, start);
    return 0;
}

__attribute__((weak)) void tarry__thread_join(struct tarry__thread *thread) {
    model_wait(&started[thread->handle].ended, false);
}

__attribute__((weak)) void tarry__mutex_init(struct tarry__mutex *mutex) {
    memset(mutex, 0, sizeof *mutex);
}

__attribute__((weak)) void tarry__mutex_destroy(struct tarry__mutex *mutex) {
    (void)mutex;
}

__attribute__((weak)) void tarry__mutex_lock(struct tarry__mutex *mutex) {
    model_lock_take((_Atomic(uint32_t) *)mutex);
}

__attribute__((weak)) void tarry__mutex_unlock(struct tarry__mutex *mutex) {
    model_lock_give((_Atomic(uint32_t) *)mutex);
}

__attribute__((weak)) void tarry__condition_init(struct tarry__condition *condition) {
    memset(condition, 0, sizeof *condition);
}

__attribute__((weak)) void tarry__condition_destroy(struct tarry__condition *condition) {
    (void)condition;
}

// One waits at most, in what the models do.
__attribute__((weak)) void tarry__condition_signal(struct tarry__condition *condition) {
    model_signal((struct model_signal *)condition);
}

__attribute__((weak)) void tarry__condition_broadcast(struct tarry__condition *condition) {
    model_signal((struct model_signal *)condition);
}

__attribute__((weak)) bool tarry__condition_wait(struct tarry__condition *condition,
                                                 struct tarry__mutex *mutex, int64_t deadline) {
    tarry__mutex_unlock(mutex);
    bool signalled = model_wait((struct model_signal *)condition, deadline != INT64_MAX);
    tarry__mutex_lock(mutex);
    return signalled;
}

// ---- system ----

__attribute__((weak)) int tarry__system_eventfd(unsigned count, int flags) {
    (void)count, (void)flags;
    return handle_count++;
}

__attribute__((weak)) ssize_t tarry__system_write(int fd, const void *buffer, size_t size) {
    (void)buffer;
    model_signal(&handles[fd]);
    return (ssize_t)size;
}

__attribute__((weak)) int tarry__system_close(int fd) {
    (void)fd;
    return 0;
}

__attribute__((weak)) int tarry__system_open(const char *path, int flags) {
    (void)path, (void)flags;
    return 1000;
}

__attribute__((weak)) int tarry__system_cpu_count(void) {
    return 2;
}

__attribute__((weak)) int tarry__system_cpu(void) {
    return 0;
}

__attribute__((weak)) void tarry__system_move_behind_cpu(int cpu, unsigned count) {
    (void)cpu, (void)count;
}

// ---- nobody forks ----

__attribute__((weak)) uint32_t tarry__fork_watch(void) {
    return 0;
}

__attribute__((weak)) bool tarry__fork_is_foreign(const struct tarry_runtime *runtime) {
    (void)runtime;
    return false;
}

__attribute__((weak)) void tarry__fork_report(void) {
    CHECK(!"a fork");
    __builtin_unreachable();
}

// What it stands between is seq_cst in a model (base/atomic.h).
__attribute__((weak)) int tarry__system_barrier_prepare(void) {
    return 0;
}

__attribute__((weak)) int tarry__system_barrier(void) {
    return 0;
}

__attribute__((weak)) void tarry__system_yield(void) {
    model_spin();
}

// ---- the backend ----

static int backend_init(struct tarry__reactor *reactor) {
    reactor->backend = reactor;
    return 0;
}

static int backend_adopt(struct tarry__reactor *reactor) {
    (void)reactor;
    return 0;
}

static void backend_destroy(struct tarry__reactor *reactor) {
    (void)reactor;
}

static void backend_submit(struct tarry__reactor *reactor, struct tarry__operation *operation) {
    (void)reactor, (void)operation;
    CHECK(!"operations in a model");
}

static unsigned backend_wait(struct tarry__reactor *reactor, int64_t timeout_ns) {
    timeout_ns = tarry__wait_begin(reactor, timeout_ns);
    if (timeout_ns != 0 && !model_wait(&handles[reactor->wake_fd], timeout_ns > 0)) {
        now_ns += timeout_ns;
    }
    return tarry__wait_end(reactor);
}

static bool backend_flush(struct tarry__reactor *reactor) {
    (void)reactor;
    return true;
}

__attribute__((weak)) const struct tarry__reactor_functions tarry__epoll_functions = {
    .name = "model",
    .init = backend_init,
    .adopt = backend_adopt,
    .destroy = backend_destroy,
    .submit = backend_submit,
    .cancel = backend_submit,
    .wait = backend_wait,
    .flush = backend_flush,
};

__attribute__((weak))
const struct tarry__reactor_functions tarry__uring_functions = {.name = "none"};

// ---- a runtime ----

static void name_worker(struct tarry_worker *worker, unsigned index) {
    static char names[4][8][24];
    char(*texts)[24] = names[index % 4];
    snprintf(texts[0], 24, "worker %u", index);
    snprintf(texts[1], 24, "ring %u", index);
    snprintf(texts[2], 24, "recent %u", index);
    snprintf(texts[3], 24, "mailbox %u", index);
    snprintf(texts[4], 24, "sleep %u", index);
    snprintf(texts[5], 24, "wake_state %u", index);
    model_name(worker, sizeof *worker, texts[0]);
    model_name(&worker->ring, sizeof worker->ring, texts[1]);
    model_name(&worker->recent, sizeof worker->recent, texts[2]);
    model_name(&worker->mailbox, sizeof worker->mailbox, texts[3]);
    model_name(&worker->idle.sleep, sizeof worker->idle.sleep, texts[4]);
    model_name(&worker->reactor.wake_state, sizeof worker->reactor.wake_state, texts[5]);
}

void world_name(struct tarry_runtime *runtime) {
    model_name(&runtime->idle.counts, sizeof runtime->idle.counts, "counts");
    model_name(&runtime->idle.sentinel, sizeof runtime->idle.sentinel, "sentinel");
    model_name(&runtime->idle.lock, sizeof runtime->idle.lock, "idle lock");
    model_name(&runtime->injection, sizeof runtime->injection, "injection");
    model_name(&runtime->orders, sizeof runtime->orders, "orders");
    model_name(&runtime->run_state, sizeof runtime->run_state, "run_state");
    for (unsigned i = 0; i < runtime->worker_count; i++) {
        name_worker(&runtime->workers[i], i);
    }
}

struct tarry_runtime *world_runtime(unsigned count) {
    struct tarry_runtime *runtime =
        tarry__memory_new_zeroed(sizeof *runtime, _Alignof(struct tarry_runtime));
    runtime->workers = tarry__memory_new_zeroed(count * sizeof(struct tarry_worker),
                                                _Alignof(struct tarry_worker));
    runtime->worker_count = count;
    atomic_init(&runtime->run_state, TARRY__RUN_RUNNING);
    runtime->report_at = INT64_MAX;
    for (unsigned i = 0; i < count; i++) {
        struct tarry_worker *worker = &runtime->workers[i];
        worker->runtime = runtime;
        worker->index = (uint16_t)i;
        atomic_init(&worker->pace, TARRY__IDLE_PACE_UNKNOWN);
        worker->reactor.functions = &tarry__epoll_functions;
        worker->reactor.backend = worker;
        worker->reactor.wake_fd = handle_count++;
        tarry__operation_list_init(&worker->reactor.finished);
        tarry__random_init(&worker->random);
    }
    world_name(runtime);
    return runtime;
}
