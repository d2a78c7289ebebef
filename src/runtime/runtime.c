// The runtime as an object: start, run, stop, end.
//
// Start:
//   1. all workers are made (reactor, wheel); if not all can be, those before the first failure,
//      and at least one
//   2. a thread is started for each but worker 0; they wait at the gate. If not all can be, as many
//      as can
//   3. the number of workers is final; the gate opens
//
// Run: the calling thread is worker 0 until the root task has ended. By construction everything the
// root started has ended then: no task, timer or operation is left; only abandoned blocking calls
// may still be on their way.
//
// End, tarry_runtime_free:
//   1. ORDER_END is given and every worker notified; each leaves its loop, which waits for nothing
//   2. the worker threads are joined: from now on this thread is the only one but for the blocking
//      pool's
//   3. the blocking pool ends: its calls in progress end, its threads are joined; foreign threads
//      that are just waking a task leave
//   4. the mail is emptied: posts of abandoned calls free them
//   5. the workers are destroyed (reactor, slab), then the descriptors, then the runtime
#include <tarry/runtime.h>

#include "base/clock.h"
#include "base/memory.h"
#include "base/system.h"
#include "runtime/dump.h"
#include "runtime/fork.h"
#include "runtime/options.h"
#include "runtime/task_memory.h"
#include "runtime/worker.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

typedef struct tarry_runtime Runtime;
typedef struct tarry_worker Worker;
typedef struct tarry_task Task;

// ---- start ----

static void wait_at_gate(Runtime *runtime) {
    tarry__mutex_lock(&runtime->gate_mutex);
    while (!runtime->gate_open) {
        tarry__condition_wait(&runtime->gate, &runtime->gate_mutex, INT64_MAX);
    }
    tarry__mutex_unlock(&runtime->gate_mutex);
}

static void worker_main(void *argument) {
    Worker *worker = argument;
    wait_at_gate(worker->runtime);
    if (worker->runtime->may_spin) {
        tarry__system_move_behind_cpu(worker->runtime->first_cpu, worker->index);
    }
    tarry__worker_loop(worker);
}

static int start_thread(Worker *worker) {
    char name[16];
    snprintf(name, sizeof name, "tarry-%u", (unsigned)worker->index);
    return tarry__thread_start(&worker->thread, name, worker_main, worker);
}

static void open_gate(Runtime *runtime) {
    tarry__mutex_lock(&runtime->gate_mutex);
    runtime->gate_open = true;
    tarry__condition_broadcast(&runtime->gate);
    tarry__mutex_unlock(&runtime->gate_mutex);
}

static void destroy_workers(Runtime *runtime, unsigned from, unsigned to) {
    while (to > from) {
        tarry__worker_destroy(&runtime->workers[--to]);
    }
}

// Makes the workers. How many, or -errno.
static int make_workers(Runtime *runtime, unsigned count, enum tarry__reactor_kind kind) {
    for (unsigned i = 0; i < count; i++) {
        int error = tarry__worker_init(&runtime->workers[i], runtime, i, kind);
        if (error && i == 0) {
            return error;
        }
        if (error) {
            return (int)i;
        }
    }
    return (int)count;
}

// Before the threads: as long as there is one only, it takes no time.
static void prepare_barrier(Runtime *runtime, unsigned made) {
    bool has_barrier = made == 1 || tarry__system_barrier_prepare() == 0;
    for (unsigned i = 0; i < made && !has_barrier; i++) {
        runtime->workers[i].recent.thieves = TARRY__THIEVES_ALWAYS;
    }
}

static void start_threads(Runtime *runtime, unsigned made) {
    prepare_barrier(runtime, made);
    unsigned started = 1; // worker 0 has none
    while (started < made && start_thread(&runtime->workers[started]) == 0) {
        started++;
    }
    runtime->worker_count = started; // before the gate: the threads read it after
    runtime->may_spin = started > 1 && started <= (unsigned)tarry__system_cpu_count();
    runtime->first_cpu = tarry__system_cpu();
    destroy_workers(runtime, started, made); // while no worker runs, as the reactors want it
    open_gate(runtime);
}

static void runtime_init(Runtime *runtime, const struct tarry__settings *settings) {
    tarry__fetch_add(&tarry__runtime_count, 1, relaxed);
    runtime->forks = tarry__fork_watch();
    runtime->grace = settings->grace;
    runtime->report_at = INT64_MAX;
    runtime->report_busy = settings->report_busy;
    tarry__mutex_init(&runtime->gate_mutex);
    tarry__condition_init(&runtime->gate);
    tarry__blocking_pool_init(&runtime->blocking, settings->blocking_threads,
                              settings->blocking_idle);
}

static void runtime_destroy(Runtime *runtime) {
    tarry__condition_destroy(&runtime->gate);
    tarry__mutex_destroy(&runtime->gate_mutex);
    tarry__descriptors_destroy(&runtime->descriptors);
    tarry__memory_free(runtime->workers);
    tarry__memory_free(runtime);
    tarry__fetch_sub(&tarry__runtime_count, 1, relaxed);
}

int tarry__runtime_start(const struct tarry__settings *settings, Runtime **out_runtime) {
    Runtime *runtime = tarry__memory_new_zeroed(sizeof *runtime, _Alignof(Runtime));
    if (!runtime) {
        return -ENOMEM;
    }
    runtime_init(runtime, settings);
    int result = -ENOMEM;
    runtime->workers =
        tarry__memory_new_zeroed(settings->workers * sizeof(Worker), _Alignof(Worker));
    if (!runtime->workers) {
        goto fail;
    }
    result = tarry__descriptors_init(&runtime->descriptors);
    if (result < 0) {
        goto fail;
    }
    result = make_workers(runtime, settings->workers, settings->reactor);
    if (result < 0) {
        goto fail;
    }
    start_threads(runtime, (unsigned)result);
    *out_runtime = runtime;
    return 0;
fail:
    tarry__blocking_pool_end(&runtime->blocking);
    runtime_destroy(runtime);
    return result;
}

int tarry_runtime_new(const struct tarry_options *options, Runtime **out_runtime) {
    struct tarry__settings settings;
    int error = tarry__settings_read(options, &settings);
    return error ? error : tarry__runtime_start(&settings, out_runtime);
}

// ---- run ----

void tarry__runtime_root_ended(Worker *worker) {
    Runtime *runtime = worker->runtime;
    tarry__fetch_xor(&runtime->run_state, TARRY__RUN_RUNNING | TARRY__RUN_ENDED, release);
    if (worker->index != 0) {
        tarry__idle_notify(&runtime->workers[0]);
    }
}

// IDLE -> RUNNING. False if it runs already.
static bool run_begin(Runtime *runtime) {
    uint32_t state = tarry__load(&runtime->run_state, relaxed);
    do {
        if (state & (TARRY__RUN_RUNNING | TARRY__RUN_ENDED)) {
            return false;
        }
    } while (!tarry__compare_exchange_weak(&runtime->run_state, &state, state | TARRY__RUN_RUNNING,
                                           seq_cst,
                                           relaxed)); // acquires what the last run released
    return true;
}

static void run_end(Runtime *runtime) {
    runtime->root = NULL;
    runtime->report_at = INT64_MAX;
    tarry__fetch_and(&runtime->run_state, TARRY__RUN_STOP, release);
}

// On the thread that is worker 0 for now.
static int run_root(Runtime *runtime, const struct tarry_function *function, const void *future,
                    size_t size, void *out_result) {
    Worker *worker = &runtime->workers[0];
    int error = tarry__reactor_adopt(&worker->reactor);
    if (error) {
        return error;
    }
    Task *root = tarry__task_new(&worker->slab, function, NULL, false);
    if (!root) {
        return -ENOMEM;
    }
    memcpy(tarry__task_future(root), future, size);
    root->runtime = runtime;
    runtime->root = root;
    tarry__worker_schedule(worker, root);
    tarry__worker_loop(worker);
    if (out_result) {
        memcpy(out_result, tarry__task_future(root), function->result_size);
    }
    tarry__task_free(&worker->slab, root);
    return 0;
}

int tarry__runtime_run(Runtime *runtime, const struct tarry_function *function, const void *future,
                       size_t size, void *out_result) {
    if (tarry__fork_is_foreign(runtime)) {
        return -EPERM;
    }
    if (!run_begin(runtime)) {
        return -EBUSY;
    }
    int error = run_root(runtime, function, future, size, out_result);
    run_end(runtime);
    return error;
}

int tarry_runtime_run(Runtime *runtime, const struct tarry_function *function, const void *future,
                      void *out_result) {
    return tarry__runtime_run(runtime, function, future, function->size, out_result);
}

// ---- pause ----

void tarry__runtime_pause(Worker *worker) {
    tarry__store(&worker->at_gate, true, seq_cst); // releases all this worker did to worker 0
    wait_at_gate(worker->runtime);
    tarry__store(&worker->at_gate, false, seq_cst);
}

static bool all_at_gate(Runtime *runtime) {
    for (unsigned i = 1; i < runtime->worker_count; i++) {
        if (!tarry__load(&runtime->workers[i].at_gate, seq_cst)) {
            return false;
        }
    }
    return true;
}

bool tarry__runtime_stop_world(Runtime *runtime, int64_t patience_ns) {
    tarry__mutex_lock(&runtime->gate_mutex);
    runtime->gate_open = false;
    tarry__mutex_unlock(&runtime->gate_mutex);
    tarry__fetch_or(&runtime->orders, TARRY__ORDER_PAUSE, seq_cst);
    for (unsigned i = 1; i < runtime->worker_count; i++) {
        tarry__idle_notify(&runtime->workers[i]);
    }
    int64_t until = tarry__clock_now() + patience_ns;
    while (!all_at_gate(runtime)) {
        if (tarry__clock_now() >= until) {
            return false;
        }
        tarry__system_yield();
    }
    return true;
}

void tarry__runtime_start_world(Runtime *runtime) {
    tarry__fetch_and(&runtime->orders, ~(uint32_t)TARRY__ORDER_PAUSE, release);
    open_gate(runtime);
}

// ---- stop ----

void tarry_runtime_stop(Runtime *runtime) {
    tarry__fetch_or(&runtime->run_state, TARRY__RUN_STOP, release);
    tarry__idle_notify(&runtime->workers[0]);
}

bool tarry__runtime_ask_report(Runtime *runtime) {
    uint32_t old = tarry__fetch_or(&runtime->run_state, TARRY__RUN_REPORT, release);
    tarry__idle_notify(&runtime->workers[0]);
    return !(old & TARRY__RUN_REPORT);
}

void tarry_dump(Runtime *runtime) {
    if (!runtime && tarry__worker_current) {
        runtime = tarry__worker_current->runtime;
    }
    if (runtime) {
        tarry__runtime_ask_report(runtime);
    }
}

void tarry__runtime_attend(Runtime *runtime, int64_t now) {
    const uint32_t asked = TARRY__RUN_STOP | TARRY__RUN_REPORT;
    uint32_t state = tarry__fetch_and(&runtime->run_state, ~asked, acquire);
    if (state & TARRY__RUN_REPORT) {
        tarry__dump(runtime, stderr, "tarry: all tasks:");
    }
    if (state & TARRY__RUN_STOP) {
        // The root task stays until worker 0, which runs this, has left its loop.
        if (tarry__task_state_wake(runtime->root, TARRY__TASK_CANCELLED)) {
            tarry__worker_schedule(&runtime->workers[0], runtime->root);
        }
        if (runtime->report_at == INT64_MAX &&
            __builtin_add_overflow(now, runtime->grace, &runtime->report_at)) {
            runtime->report_at = INT64_MAX;
        }
    }
    if (now >= runtime->report_at) {
        runtime->report_at = INT64_MAX;
        tarry__dump(runtime, stderr, "tarry: asked to stop, but still waiting for:");
    }
}

// ---- end ----

void tarry_runtime_free(Runtime *runtime) {
    if (!runtime || tarry__fork_is_foreign(runtime)) {
        return;
    }
    assert(!(tarry__load(&runtime->run_state, relaxed) & (TARRY__RUN_RUNNING | TARRY__RUN_ENDED)));
    tarry__fetch_or(&runtime->orders, TARRY__ORDER_END, release);
    for (unsigned i = 1; i < runtime->worker_count; i++) {
        tarry__idle_notify(&runtime->workers[i]);
    }
    for (unsigned i = 1; i < runtime->worker_count; i++) {
        tarry__thread_join(&runtime->workers[i].thread);
    }
    tarry__blocking_pool_end(&runtime->blocking);
    while (tarry__load(&runtime->guests, acquire) > 0) {
        tarry__system_yield();
    }
    for (unsigned i = 0; i < runtime->worker_count; i++) {
        tarry__mailbox_empty(&runtime->workers[i]);
    }
    destroy_workers(runtime, 0, runtime->worker_count);
    runtime_destroy(runtime);
}
