// Parking and waking workers (idle.h): long tasks that lie behind a busy worker are found by those
// that have nothing to do, whatever they are just about: searching, parking, asleep, the sentinel. A
// wait with a time limit ends by itself only when nobody else can go on. So are those that were taken
// for short, and long tasks behind them.
//
// sources: src/runtime/idle.c src/runtime/ring.c src/runtime/injection.c src/reactor/reactor.c src/reactor/descriptors.c src/reactor/hints.c
// sources: src/reactor/watch.c src/reactor/buffers.c
// small: src/runtime/ring.h: TARRY__RING_SIZE = 256 -> TARRY__RING_SIZE = 4
// mutant: who parks does not look for work: src/runtime/idle.c: bool seen_work = work_exists(runtime, !watched); -> bool seen_work = false && watched;: deadlock
// mutant: who parks looks before he is counted: src/runtime/idle.c: tarry__lock_take(&idle->lock);\n    stack_push(idle, worker); -> bool looked = work_exists(runtime, true);\n    tarry__lock_take(&idle->lock);\n    stack_push(idle, worker);\n#define work_exists(runtime, left_too) looked: deadlock
// mutant: work is pushed without its place in the order: src/runtime/ring.c: tail + 1, seq_cst -> tail + 1, release: deadlock
// mutant: the counts are read without it: src/runtime/idle.c: uint32_t counts = tarry__load(&idle->counts, seq_cst);\n    if (parked_in(counts) == 0 || -> uint32_t counts = tarry__load(&idle->counts, relaxed);\n    if (parked_in(counts) == 0 ||: deadlock
// mutant: the rings are read without it: src/runtime/ring.c: uint64_t tail = tarry__load(&ring->tail, seq_cst); -> uint64_t tail = tarry__load(&ring->tail, acquire);: deadlock
// mutant: parking is counted without it: src/runtime/idle.c: (worker->idle.searching ? SEARCHING : 0u),\n                     seq_cst); -> (worker->idle.searching ? SEARCHING : 0u),\n                     acq_rel);: deadlock
// mutant: a search that ends does not look again: src/runtime/idle.c: (!tarry__load(&runtime->idle.sentinel, seq_cst) || work_exists(runtime, false))) -> false): deadlock
// mutant: who is woken is not a searcher: src/runtime/idle.c: worker->idle.searching = picked || sentinel || seen_work; -> worker->idle.searching = false;: no end
// mutant: who stops being the sentinel does not say so: src/runtime/idle.c: place->sentinel = false;\n        tarry__store(&idle->sentinel, false, seq_cst); -> place->sentinel = false;: deadlock
// mutant: the sentinel corrects no pace: src/runtime/idle.c: if (waits && pace > tarry__load -> if (false && pace > tarry__load: no end
// mutant: an offer of what is not worth sharing looks at no sentinel: src/runtime/idle.c: if (shared || !tarry__load(&idle->sentinel, seq_cst)) {\n        wake_one(worker->runtime);\n    }\n}\n\nvoid tarry__idle_offer_from -> if (shared) {\n        wake_one(worker->runtime);\n    }\n}\n\nvoid tarry__idle_offer_from: deadlock
// mutant: an offer wakes nobody: src/runtime/idle.c: if (worker) {\n        tarry__idle_notify(worker); -> if (false) {\n        tarry__idle_notify(worker);: deadlock
#include "runtime/idle.h"

#include "model.h"
#include "world.h"

enum { WORKERS = 3, TASKS_MAX = 3 };

static struct tarry_runtime *runtime;
static int content[TASKS_MAX];
static int task_count;
static bool by_recent;
static _Atomic int taken;
static struct model_signal all_taken[WORKERS];

static struct tarry_task *task_number(int i) {
    return (struct tarry_task *)&content[i];
}

// Long: it does not end before all the others were found too.
static void run(struct tarry_worker *worker, struct tarry_task *task) {
    int *mine = (int *)task;
    CHECK(*mine == 1);
    *mine = 2;
    if (tarry__fetch_add(&taken, 1, relaxed) + 1 < task_count) {
        model_wait(&all_taken[worker->index], false);
        return;
    }
    tarry__fetch_or(&runtime->orders, TARRY__ORDER_END, seq_cst);
    for (unsigned i = 0; i < WORKERS; i++) {
        model_signal(&all_taken[i]);
        tarry__idle_notify(&runtime->workers[i]);
    }
}

static void busy(void *argument) {
    struct tarry_worker *worker = argument;
    for (int i = 0; i < task_count; i++) {
        content[i] = 1;
        if (i == 0 && by_recent) {
            tarry__recent_put(&worker->recent, task_number(i));
        } else {
            CHECK(tarry__ring_push(&worker->ring, task_number(i)));
        }
        tarry__idle_offer(worker);
    }
    model_wait(&all_taken[worker->index], false);
}

// As worker.c's loop.
static void idle(void *argument) {
    struct tarry_worker *worker = argument;
    while (!(tarry__load(&runtime->orders, seq_cst) & TARRY__ORDER_END)) {
        struct tarry_task *task = tarry__ring_pop(&worker->ring);
        if (!task) {
            task = tarry__idle_search(worker);
        }
        if (!task) {
            tarry__idle_park(worker, INT64_MAX);
            continue;
        }
        tarry__idle_search_end(worker);
        run(worker, task);
    }
    tarry__idle_search_end(worker);
}

static void prepare(int tasks, bool recent, bool watched) {
    world_begin();
    runtime = world_runtime(WORKERS);
    // With nothing running there is no sentinel, and every wake has to come.
    atomic_init(&runtime->run_state, watched ? TARRY__RUN_RUNNING : TARRY__RUN_IDLE);
    task_count = tasks;
    by_recent = recent;
    atomic_init(&taken, 0);
    model_name(content, sizeof content, "content");
    model_name(&taken, sizeof taken, "taken");
    model_name(all_taken, sizeof all_taken, "all_taken");
    for (int i = 0; i < TASKS_MAX; i++) {
        content[i] = 0;
        all_taken[i] = (struct model_signal){0};
    }
    atomic_init(&runtime->workers[0].polls, 1);
    model_thread("busy 0", busy, &runtime->workers[0]);
    model_thread("idle 1", idle, &runtime->workers[1]);
    model_thread("idle 2", idle, &runtime->workers[2]);
}

static void one_unwatched(void) {
    prepare(1, false, false);
}

static void two_unwatched(void) {
    prepare(2, false, false);
}

static void two_watched(void) {
    prepare(2, false, true);
}

static void recent_and_one(void) {
    prepare(2, true, true);
}

// The busy worker has run a million short tasks until now.
static void two_after_short_ones(void) {
    prepare(2, false, true);
    atomic_init(&runtime->workers[0].pace, 1);
    atomic_init(&runtime->workers[0].polls, 1000000);
}

static void end(void) {
    CHECK(atomic_load(&taken) == task_count);
}

int main(void) {
    static const struct model_bounds few = {.bounded = true, .preemptions = 1, .stale = 1};
    static const struct model_bounds many = {.bounded = true, .preemptions = 2, .stale = 1};
    const struct model_bounds *bounds = model_is_long() ? &many : &few;
    model_run("one task, no sentinel", one_unwatched, end, bounds);
    model_run("two tasks, no sentinel", two_unwatched, end, bounds);
    model_run("two tasks", two_watched, end, bounds);
    model_run("a recent task and one more", recent_and_one, end, bounds);
    model_run("two tasks taken for short", two_after_short_ones, end, bounds);
    return 0;
}
