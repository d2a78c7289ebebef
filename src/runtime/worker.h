// A worker: a thread that runs tasks, with everything that belongs to it. And the runtime: its
// workers and what they share.
//
// Where a runnable task is:
//   - ring: may be run by any worker. The owner's bounded queue, others steal from it
//   - recent, the LIFO slot: the task woken last, run next while its data is warm, up to a few in a
//     row; may be stolen too (recent.h)
//   - queue: pinned, must run here (open concurrent scope, armed timer, operation in flight). Only
//     the owner sees it. The only worker of a runtime has all its tasks here: a list needs no atomics
//     and has no end
//   - inbox: pinned here, woken by another worker: moved to `queue` by the owner (mailbox.h)
//   - injection, one for all: what did not fit into a ring; nothing overtakes it for ever (worker.c)
// A worker alternates between queue and ring, so that neither starves.
//
// Fields are grouped by who writes them, each group on cache lines of its own.
#ifndef TARRY_RUNTIME_WORKER_H
#define TARRY_RUNTIME_WORKER_H

#include <tarry/runtime.h>

#include "base/atomic.h"
#include "base/random.h"
#include "base/thread.h"
#include "reactor/reactor.h"
#include "runtime/blocking.h"
#include "runtime/clock.h"
#include "runtime/gather.h"
#include "runtime/idle.h"
#include "runtime/injection.h"
#include "runtime/mailbox.h"
#include "runtime/recent.h"
#include "runtime/ring.h"
#include "runtime/slab.h"
#include "runtime/task.h"
#include "runtime/timer.h"
#include "runtime/watch.h"

enum { TARRY__WORKERS_MAX = 1024 };

struct tarry_worker {
    // ---- the owner's only ----
    struct tarry_runtime *runtime;
    uint16_t index;
    bool ring_turn;      // whose turn it is: the ring's, or the queue's
    bool watched;        // what it runs is told, in `busy_with`
    bool unoffered;      // something was made stealable between two tasks, and not offered yet
    uint8_t recent_runs; // tasks run from `recent` in a row
    uint32_t look_at;    // what `polls` is at the next look at reactor, timers, mail and injection
    unsigned interval;   // so many tasks lie between two looks, adapted to how long they take
    int64_t looked;      // when the last look was
    uint32_t polls_looked; // `polls` then
    struct tarry__task_queue queue;
    struct tarry_task *
        going_home; // wants to be moved there behind this poll (gather.h); compared only, for it may have ended
    struct {
        struct tarry_scope *scope;
        struct tarry_task *first; // the last one to end; linked by `next`. NULL: none
    } ends; // children that have ended and are still in the list of their scope (scope.c, 5)
    struct tarry__reactor reactor;
    struct tarry__random random;
    struct tarry__slab slab;
    struct tarry__timer_wheel timers;
    struct tarry__thread thread;

    // ---- others read, and take from it ----
    _Atomic(struct tarry_task *) running; // others may only compare it
    struct tarry__ring ring;
    struct tarry__recent recent;
    _Atomic bool at_gate; // waits there for the end of a pause
    _Atomic uint32_t
        polls; // counts tasks run; a hint: has it stood still, the worker is busy with a long one
    _Atomic uint32_t
        pace; // nanoseconds a task has taken lately (idle.h); the sentinel writes it too
    // If watched: what it runs; NULL when it is about to park.
    _Atomic(const struct tarry_function *) busy_with;
    // ---- others write ----
    struct tarry__watch_place watch;
    struct tarry__mailbox mailbox;
    struct tarry__idle_place idle;
    struct tarry__gather_place gather;
    struct tarry__clock_place clock; // partly the owner's
};

struct tarry_runtime {
    // ---- written when it starts and stops ----
    struct tarry_worker *workers;
    unsigned worker_count; // each but worker 0 has a thread
    uint32_t forks;        // see fork.h
    bool may_spin;         // there are several workers, and a processor for each; so each starts on
    int first_cpu;         // another one, those behind this; the kernel would put two on one
    int64_t grace;
    int64_t report_busy; // 0: no worker is watched
    struct tarry__descriptors descriptors;
    struct tarry__blocking_pool blocking;
    struct tarry__mutex gate_mutex;
    struct tarry__condition gate;
    bool gate_open; // under gate_mutex: worker_count is final, and no pause is on

    // ---- what the worker threads look at before each task; written next to never ----
    _Alignas(64) _Atomic uint32_t orders; // enum tarry__orders

    // ---- of the function being run ----
    _Alignas(64) _Atomic uint32_t run_state; // enum tarry__run_state
    struct tarry_task *root;
    void *root_result;
    int64_t report_at; // worker 0's: when to tell who has not ended; INT64_MAX: never

    // ---- shared while it runs ----
    _Atomic uint32_t guests; // foreign threads that are waking a task
    struct tarry__idle idle;
    struct tarry__gather gather;
    struct tarry__injection injection;
    struct tarry__runtime_clock clock;
};

// Of a runtime. Changes: IDLE -> RUNNING by tarry_runtime_run; RUNNING -> ENDED (release) by the
// worker on which the root task ended, acquired by worker 0; ENDED -> IDLE by tarry_runtime_run
// before it returns. STOP is a bit of its own, set by tarry_runtime_stop, cleared by worker 0 when
// it has told the root task. REPORT is another, set by tarry_dump, cleared by worker 0 when it begins
// to write. FORKED, here and in the orders: this is the copy in a process made by fork (fork.h).
enum tarry__run_state {
    TARRY__RUN_IDLE = 0,
    TARRY__RUN_RUNNING = 1,
    TARRY__RUN_ENDED = 2,
    TARRY__RUN_STOP = 4,
    TARRY__RUN_REPORT = 8,
    TARRY__RUN_FORKED = 16,
};

// What worker threads, all but worker 0, are told by worker 0's thread, and look at before each
// task. Pausing is Dekker's pattern, all seq_cst: worker 0 sets ORDER_PAUSE, then reads each
// at_gate; a worker clears its at_gate, then reads the orders.
enum tarry__orders {
    TARRY__ORDER_END = 1,   // leave the loop: tarry_runtime_free
    TARRY__ORDER_PAUSE = 2, // come to the gate: tarry__dump
    TARRY__ORDER_FORKED = 4,
};

static inline bool tarry__runtime_is_running(struct tarry_runtime *runtime) {
    return tarry__load(&runtime->run_state, seq_cst) & TARRY__RUN_RUNNING;
}

// tarry__runtime_ask_report: as tarry_dump; false if the last report that was asked for has not begun.
bool tarry__runtime_ask_report(struct tarry_runtime *runtime);

static inline bool tarry__runtime_is_single(const struct tarry_runtime *runtime) {
    return runtime->worker_count == 1;
}

// The only global state: the worker whose loop runs on this thread, or NULL; and how many runtimes
// there are. Who knows a task knows that its runtime is counted.
extern _Thread_local struct tarry_worker *tarry__worker_current
    __attribute__((tls_model("initial-exec")));
extern _Atomic uint32_t tarry__runtime_count;

// tarry__worker_init makes worker `index` of the runtime, not running yet. 0 or -errno.
int tarry__worker_init(struct tarry_worker *worker, struct tarry_runtime *runtime, unsigned index,
                       enum tarry__reactor_kind kind);
void tarry__worker_destroy(struct tarry_worker *worker);

// tarry__worker_loop runs tasks on the calling thread, until the run has ended (worker 0) or the
// runtime ends (the others).
void tarry__worker_loop(struct tarry_worker *worker);
// tarry__runtime_run is tarry_runtime_run that copies the first `size` bytes of `future` and no
// more: result, state and arguments.
int tarry__runtime_run(struct tarry_runtime *runtime, const struct tarry_function *function,
                       const void *future, size_t size, void *out_result);
// tarry__runtime_root_ended: `worker` has polled the root task to its end, and its result is
// written.
void tarry__runtime_root_ended(struct tarry_worker *worker);
// tarry__runtime_pause: a worker other than 0 has found ORDER_PAUSE, and waits until it is over.
void tarry__runtime_pause(struct tarry_worker *worker);
// tarry__runtime_attend: worker 0 has found STOP in the run state, or report_at has come.
void tarry__runtime_attend(struct tarry_runtime *runtime, int64_t now);

// The task that `worker`, the calling one, polls just now, or NULL.
static inline struct tarry_task *tarry__worker_running(const struct tarry_worker *worker) {
    return tarry__load(&worker->running, relaxed);
}

// A task's `pin` while it is on its way to another worker (tarry__worker_move): more than there are reasons.
enum { TARRY__PIN_MOVES = 1 << 15 };

// tarry__worker_pin binds a task, which the caller may schedule or is running, to `worker`, one
// reason more.
static inline void tarry__worker_pin(struct tarry_worker *worker, struct tarry_task *task) {
    assert(task->pin < TARRY__PIN_MOVES - 1);
    if (task->pin++ == 0) {
        task->worker = worker->index; // stays while it is pinned: others may read it
    }
    assert(task->worker == worker->index);
}

static inline void tarry__worker_unpin(struct tarry_task *task) {
    assert(task->pin > 0);
    task->pin--;
}

// tarry__worker_move sends a task that has been polled, is bound to no worker, and is about to be queued, to another worker:
// it is bound to that one until it comes out of its mailbox there.
static inline void tarry__worker_move(struct tarry_worker *to, struct tarry_task *task) {
    assert(task->pin == 0);
    task->pin = TARRY__PIN_MOVES;
    task->worker = to->index;
}

// tarry__worker_schedule puts a task, whose scheduling the caller owns, into the right queue, as
// the last. `worker` is the calling thread's. _recent: as the next, if it may be.
void tarry__worker_schedule(struct tarry_worker *worker, struct tarry_task *task);
void tarry__worker_schedule_recent(struct tarry_worker *worker, struct tarry_task *task);
// tarry__worker_receive: the same with a task out of the mailbox.
static inline void tarry__worker_receive(struct tarry_worker *worker, struct tarry_task *task) {
    if (task->pin == TARRY__PIN_MOVES) {
        task->pin = 0;
    }
    tarry__task_queue_push(&worker->queue, task);
}

#endif
