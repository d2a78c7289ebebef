// The worker's loop: which task is next, and running it. See worker.h for where runnable tasks are.
//
// A round is a number of tasks, 64 at first. Between rounds the worker looks at everything that is
// not a task ready to run here: the reactor, the timers, its mail, the injection queue, its slab. A
// round is made shorter when it took longer than a millisecond, so that I/O and timers get their
// turn at bounded intervals, however long the single tasks take.
#include "runtime/worker.h"

#include "base/clock.h"
#include "base/memory.h"
#include "runtime/alarm.h"
#include "runtime/fork.h"
#include "runtime/frame.h"
#include "runtime/leaf.h"
#include "runtime/link.h"
#include "runtime/scope.h"

typedef struct tarry_worker Worker;
typedef struct tarry_task Task;

enum {
    // Waits ready at once, and separate frames called, entered or left, in one poll (Tokio's number).
    BUDGET = 128,
    // What calls of functions with separate frames may take of a C stack, see frame.h, and beyond it two
    // C frames of the largest. A thread that is not ours may have 64 KiB in all.
    CALLS_STACK = 12 << 10,
    ROUND_MAX = 64,      // tasks; a poll of the reactor costs about as much as a few of them
    RECENT_RUNS_MAX = 3, // in a row, so that two tasks that wake each other do not starve the rest
    INJECTED_MAX = TARRY__RING_SIZE / 2,
};

static const int64_t round_ns_max = 1000000;

_Thread_local Worker *tarry__worker_current;
_Atomic uint32_t tarry__runtime_count;

int tarry__worker_init(Worker *worker, struct tarry_runtime *runtime, unsigned index,
                       enum tarry__reactor_kind kind) {
    worker->runtime = runtime;
    worker->index = (uint16_t)index;
    worker->interval = ROUND_MAX;
    atomic_init(&worker->pace, TARRY__IDLE_PACE_UNKNOWN);
    worker->watched = runtime->report_busy > 0;
    tarry__random_init(&worker->random);
    tarry__timer_wheel_init(&worker->timers, tarry__clock_now());
    return tarry__reactor_init(&worker->reactor, kind, &runtime->descriptors);
}

void tarry__worker_destroy(Worker *worker) {
    tarry__reactor_destroy(&worker->reactor);
    tarry__slab_destroy(&worker->slab);
}

// ---- putting tasks into queues ----

static void offer(Worker *worker) {
    if (tarry__runtime_is_single(worker->runtime)) {
        return;
    }
    if (tarry__worker_running(worker)) {
        tarry__idle_offer(worker);
    } else {
        worker->unoffered = true;
    }
}

// Tasks that found no room wait in the injection queue, and the ring is half full: the other half is
// theirs. If tasks that yield for ever kept it full, those would never come to it.
static bool would_overtake(Worker *worker) {
    struct tarry__ring *ring = &worker->ring;
    uint64_t length = tarry__load(&ring->tail, relaxed) - tarry__load(&ring->head, relaxed);
    return length >= TARRY__RING_SIZE / 2 && tarry__injection_hint(&worker->runtime->injection) > 0;
}

static void push_ring(Worker *worker, Task *task) {
    if (tarry__runtime_is_single(worker->runtime)) {
        tarry__task_queue_push(&worker->queue, task);
        return;
    }
    if (would_overtake(worker) || !tarry__ring_push(&worker->ring, task)) {
        tarry__injection_push(&worker->runtime->injection, task, true);
    }
    offer(worker);
}

static void push_pinned(Worker *worker, Task *task) {
    if (task->worker == worker->index) {
        tarry__task_queue_push(&worker->queue, task);
    } else {
        tarry__mailbox_send_task(&worker->runtime->workers[task->worker], task);
    }
}

void tarry__worker_schedule(Worker *worker, Task *task) {
    if (task->pin > 0) {
        push_pinned(worker, task);
    } else {
        push_ring(worker, task);
    }
}

static inline void schedule_recent(Worker *worker, Task *task) {
    if (task->pin > 0) {
        push_pinned(worker, task);
        return;
    }
    Task *older = tarry__recent_put(&worker->recent, task);
    if (older) {
        push_ring(worker, older);
    } else {
        offer(worker);
    }
}

void tarry__worker_schedule_recent(Worker *worker, Task *task) {
    schedule_recent(worker, task);
}

void tarry__task_wake(Task *task) {
    if (tarry__task_state_wake(task, 0)) {
        schedule_recent(tarry__worker_current, task);
    }
}

// What a foreign thread woke: into the inbox of the worker it is pinned to, or of the only one there
// is; else where every worker looks.
static void schedule_from_outside(struct tarry_runtime *runtime, Task *task) {
    bool is_bound = task->pin > 0;
    if (is_bound || tarry__runtime_is_single(runtime)) {
        tarry__mailbox_send_task(&runtime->workers[is_bound ? task->worker : 0], task);
    } else {
        tarry__injection_push(&runtime->injection, task, false);
        tarry__idle_offer_from_outside(runtime);
    }
}

// Those that lie between a task and the root of its run do not end before it does.
static struct tarry_runtime *runtime_of(const Task *task) {
    while (task->scope) {
        task = task->scope->parent;
    }
    return task->runtime;
}

// As a guest of the runtime (future.c), since from the moment the task is scheduled it may be what
// the runtime's last run was waiting for.
static void wake_from_outside(Task *task) {
    struct tarry_runtime *runtime = runtime_of(task);
    tarry__fetch_add(&runtime->guests, 1, relaxed);
    if (tarry__task_state_wake(task, 0)) {
        schedule_from_outside(runtime, task);
    }
    tarry__fetch_sub(&runtime->guests, 1, release);
}

static inline void wake_from_inside(Task *task, Worker *here) {
    if (tarry__task_state_wake(task, 0)) {
        schedule_recent(here, task);
    }
}

static __attribute__((noinline)) void wake_carefully(Task *task, Worker *here) {
    if (!here || here->runtime != runtime_of(task)) {
        wake_from_outside(task);
    } else {
        wake_from_inside(task, here);
    }
}

// Where there is one runtime only, any worker is one of the task's.
void tarry__task_wake_from_anywhere(Task *task) {
    Worker *here = tarry__worker_current;
    bool has_others = tarry__load(&tarry__runtime_count, relaxed) > 1;
    if (__builtin_expect(!here || has_others, 0)) {
        wake_carefully(task, here);
    } else {
        wake_from_inside(task, here);
    }
}

struct tarry__reactor *tarry__reactor_here(void) {
    return tarry__worker_current ? &tarry__worker_current->reactor : NULL;
}

struct tarry__descriptors *tarry__descriptors_here(void) {
    return tarry__worker_current ? &tarry__worker_current->runtime->descriptors : NULL;
}

// ---- between rounds ----

static void note_pace(Worker *worker, int64_t took) {
    uint32_t done = tarry__load(&worker->polls, relaxed) - worker->polls_looked;
    worker->polls_looked += done;
    if (done > 0) {
        int64_t pace = took / done;
        tarry__store(&worker->pace, pace < UINT32_MAX ? (uint32_t)pace : UINT32_MAX, relaxed);
    }
}

static void adapt(Worker *worker, int64_t now) {
    int64_t took = now - worker->looked;
    worker->looked = now;
    note_pace(worker, took);
    if (took > round_ns_max && worker->interval > 1) {
        worker->interval /= 2;
    } else if (took < round_ns_max / 2 && worker->interval < ROUND_MAX) {
        worker->interval *= 2;
    }
    worker->look_at = tarry__load(&worker->polls, relaxed) + worker->interval;
}

// How many due timers to fire: as many tasks as the next round runs, if there are few others; else
// a part of that, so that the queue does not grow, and whoever is in it has his turn soon.
static unsigned timer_share(Worker *worker) {
    size_t ready = worker->queue.count + tarry__ring_length(&worker->ring);
    return ready < worker->interval ? worker->interval : (worker->interval + 3) / 4;
}

static void take_injected(Worker *worker) {
    struct tarry__injection *injection = &worker->runtime->injection;
    size_t injected = tarry__injection_hint(injection);
    if (injected > 0) {
        size_t share = injected / worker->runtime->worker_count + 1;
        tarry__injection_move(injection, &worker->ring,
                              share < INJECTED_MAX ? share : INJECTED_MAX);
        worker->unoffered = true;
    }
}

// What waits for its turn already comes before what has become ready since.
static void look(Worker *worker, bool reactor_too) {
    tarry__scope_ends_tell(worker);
    take_injected(worker);
    if (reactor_too && tarry__reactor_has_work(&worker->reactor)) {
        tarry__reactor_wait(&worker->reactor, 0);
    }
    int64_t now = tarry__clock_now();
    if (worker->timers.count > 0) {
        tarry__alarm_fire(worker, timer_share(worker));
    }
    tarry__clock_look(worker);
    tarry__mailbox_empty(worker);
    tarry__slab_settle(&worker->slab);
    tarry__slab_age(&worker->slab, now);
    if (worker->index == 0 && now >= worker->runtime->report_at) {
        tarry__runtime_attend(worker->runtime, now);
    }
    if (!tarry__runtime_is_single(worker->runtime)) {
        tarry__gather_look(worker->runtime, now);
    }
    adapt(worker, now);
    worker->unoffered = !tarry__runtime_is_single(worker->runtime); // its pace may be another one
}

// ---- the next task ----

static inline Task *take_recent(Worker *worker) {
    bool is_empty = !tarry__load(&worker->recent.task, relaxed);
    return is_empty ? NULL : tarry__recent_change(&worker->recent, NULL);
}

// Its header and future are in no cache any more, if many are in the queue: the next one's are asked
// for now.
static inline Task *pop_queue(Worker *worker) {
    Task *task = tarry__task_queue_pop(&worker->queue);
    __builtin_prefetch(worker->queue.first, 1);
    __builtin_prefetch(worker->queue.first + 1, 1);
    return task;
}

static Task *take_from_both(Worker *worker) {
    worker->ring_turn = !worker->ring_turn;
    Task *task = worker->ring_turn ? NULL : pop_queue(worker);
    task = task ? task : tarry__ring_pop(&worker->ring);
    return task ? task : pop_queue(worker);
}

static inline Task *take_queued(Worker *worker) {
    return tarry__ring_is_empty(&worker->ring) ? pop_queue(worker) : take_from_both(worker);
}

static inline __attribute__((always_inline)) Task *next_local(Worker *worker) {
    Task *task = NULL;
    if (worker->recent_runs < RECENT_RUNS_MAX && (task = take_recent(worker))) {
        worker->recent_runs++;
        return task;
    }
    worker->recent_runs = 0;
    task = take_queued(worker);
    return __builtin_expect(task != NULL, 1) ? task : take_recent(worker);
}

static __attribute__((noinline)) Task *next_from_elsewhere(Worker *worker) {
    bool has_mail = tarry__mailbox_empty(worker);
    bool has_injected = tarry__injection_hint(&worker->runtime->injection) > 0;
    if (has_injected) {
        look(worker, true);
    }
    Task *task = has_mail || has_injected ? next_local(worker) : NULL;
    return task ? task : tarry__idle_search(worker);
}

static inline Task *next_task(Worker *worker) {
    if (tarry__load(&worker->polls, relaxed) == worker->look_at) {
        look(worker, true);
    }
    Task *task = next_local(worker);
    return __builtin_expect(task != NULL, 1) ? task : next_from_elsewhere(worker);
}

static void park(Worker *worker) {
    tarry__slab_settle(&worker->slab);
    tarry__slab_rest(&worker->slab);
    int64_t deadline = tarry__clock_deadline(worker);
    int64_t ages = tarry__slab_age(&worker->slab, worker->looked);
    if (ages < deadline) {
        deadline = ages;
    }
    if (worker->index == 0 && worker->runtime->report_at < deadline) {
        deadline = worker->runtime->report_at;
    }
    if (worker->watched) {
        tarry__store(&worker->busy_with, NULL, relaxed);
    }
    bool single = tarry__runtime_is_single(worker->runtime);
    int64_t began = single ? 0 : tarry__clock_now();
    bool slept = tarry__idle_park(worker, deadline); // and asked the reactor, then
    if (worker->watched && worker->idle.watching) {
        tarry__watch_look(worker);
    }
    worker->looked = tarry__clock_now();
    if (!single) {
        int64_t slept_before = tarry__load(&worker->gather.slept, relaxed);
        tarry__store(&worker->gather.slept, slept_before + worker->looked - began, relaxed);
    }
    worker->polls_looked = tarry__load(&worker->polls, relaxed);
    tarry__store(&worker->pace, TARRY__IDLE_PACE_UNKNOWN, relaxed); // of what comes now
    look(worker, !slept);
}

// ---- running a task ----

// What a task has left when it has ended: nothing open, and no pin but that of a concurrent scope's child.
static __attribute__((unused)) bool is_clean(const Task *task) { // only asserted
    bool is_bound = task->scope && task->scope->link.kind == TARRY__LINK_CONCURRENT;
    return !task->open && !task->frame && task->pin == is_bound;
}

static void task_end(Worker *worker, Task *task) {
    assert(is_clean(task));
    if (task->scope) {
        tarry__scope_child_end(worker, task);
    } else {
        tarry__runtime_root_ended(worker);
    }
}

static __attribute__((noinline)) void go_home(Worker *worker, Task *task) {
    uint32_t home = tarry__gather_home(&worker->runtime->gather);
    worker->going_home = NULL;
    if (home > 0 && home != worker->index + 1u && task->pin == 0) {
        tarry__worker_move(&worker->runtime->workers[home - 1], task);
    }
}

// Polls are told by `cx` who is polled; what else is in it is as the last one left it: as it was, or
// the worker's own.
static inline void run(Worker *worker, Task *task, struct tarry_context *cx) {
    tarry__store(&worker->running, task, relaxed);
    tarry__store(&worker->polls, tarry__load(&worker->polls, relaxed) + 1, relaxed);
    if (tarry__task_state_start(task)) {
        tarry__links_tell(worker, task);
    }
    assert(!cx->entered && !cx->calling && !cx->admission && cx->races == 0);
    cx->task = task;
    cx->frame = task->frame;
    cx->budget = BUDGET;
    cx->task_end = 0;
    cx->frames_end = 0;
    cx->frames_size = 0;
    cx->woken = false;
    bool ended = tarry__frames_poll(cx, task->function, tarry__task_future(task), &task->frame);
    tarry__store(&worker->running, NULL, relaxed);
    if (ended) {
        task_end(worker, task);
    } else if (cx->woken || tarry__task_state_stop(task)) {
        if (__builtin_expect(worker->going_home == task, 0)) {
            go_home(worker, task);
        }
        tarry__worker_schedule(worker, task);
    }
}

// ---- the loop ----

static bool has_to_leave(Worker *worker) {
    struct tarry_runtime *runtime = worker->runtime;
    if (worker->index != 0) {
        const uint32_t any = TARRY__ORDER_PAUSE | TARRY__ORDER_FORKED;
        uint32_t orders;
        while ((orders = tarry__load(&runtime->orders, seq_cst)) & any) {
            if (orders & TARRY__ORDER_FORKED) {
                tarry__fork_report();
            }
            tarry__scope_ends_tell(worker);
            tarry__runtime_pause(worker);
        }
        return orders & TARRY__ORDER_END;
    }
    uint32_t state = tarry__load(&runtime->run_state, acquire);
    if (__builtin_expect(state == TARRY__RUN_RUNNING, 1)) {
        return false;
    }
    if (state & TARRY__RUN_FORKED) {
        tarry__fork_report();
    }
    if (state & TARRY__RUN_ENDED) {
        return true;
    }
    tarry__scope_ends_tell(worker);
    tarry__runtime_attend(runtime, tarry__clock_now());
    return false;
}

static void make_offer(Worker *worker) {
    worker->unoffered = false;
    if (tarry__ring_length(&worker->ring) > 0 || !tarry__recent_is_empty(&worker->recent)) {
        tarry__idle_offer(worker);
    }
}

static void before_run(Worker *worker, const Task *task) {
    if (worker->idle.searching) {
        tarry__idle_search_end(worker);
    }
    if (worker->unoffered) {
        make_offer(worker);
    }
    if (worker->watched) {
        tarry__idle_ask_watch(worker);
        tarry__store(&worker->busy_with, task->function, relaxed);
    }
}

void tarry__worker_loop(Worker *worker) {
    Worker *outer = tarry__worker_current;
    tarry__worker_current = worker;
    struct tarry_context cx = {
        .worker = worker,
        .stack_limit = (uintptr_t)__builtin_frame_address(0) - CALLS_STACK,
    };
    while (!has_to_leave(worker)) {
        Task *task = next_task(worker);
        if (worker->ends.first && (!task || task->scope != worker->ends.scope)) {
            tarry__scope_ends_tell(worker);
            if (!task) {
                continue; // who waited for them may be ready
            }
        }
        if (!task) {
            park(worker);
            continue;
        }
        if (__builtin_expect(worker->idle.searching | worker->unoffered | worker->watched, 0)) {
            before_run(worker, task);
        }
        run(worker, task, &cx);
    }
    tarry__idle_search_end(worker);
    tarry__slab_settle(&worker->slab);
    tarry__worker_current = outer;
}
