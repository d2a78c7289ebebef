// Parking and waking workers, see idle.h. The search states are Tokio's, the sentinel is our own.
#include "runtime/idle.h"

#include "base/clock.h"
#include "base/lock.h"
#include "runtime/worker.h"

#include <errno.h>

enum { AWAKE = 0, ASLEEP = 1, NOTIFIED = 2 }; // of `sleep`

enum {
    SEARCHING = 1,
    PARKED = 1 << 16, // units of the two halves of `counts`
    QUIET_ROUNDS_MAX = 10,
};

static const int64_t sentinel_ns = 1000000;
// Where work is gathered: the wakes of one that has nothing else to do would have the kernel move the others about.
static const int64_t sentinel_gathered_ns = 4000000;
// What a look at a worker counts of the time since the last one, which may be long ago.
static const int64_t look_ns_max = 2000000;
// In one task for so long: nothing shall be gathered there.
static const int64_t stuck_ns = 20000000;

static unsigned parked_in(uint32_t counts) {
    return counts >> 16;
}

static unsigned searching_in(uint32_t counts) {
    return counts & 0xffff;
}

// ---- the stack of parked workers; under the lock ----

static void stack_push(struct tarry__idle *idle, struct tarry_worker *worker) {
    worker->idle.stack_next = idle->stack;
    worker->idle.stack_previous = NULL;
    if (idle->stack) {
        idle->stack->idle.stack_previous = worker;
    }
    idle->stack = worker;
    worker->idle.parked = true;
}

// Takes a worker out of the stack; `counts_change` goes with it.
static void stack_remove(struct tarry__idle *idle, struct tarry_worker *worker,
                         uint32_t counts_change) {
    struct tarry__idle_place *place = &worker->idle;
    if (place->stack_next) {
        place->stack_next->idle.stack_previous = place->stack_previous;
    }
    if (place->stack_previous) {
        place->stack_previous->idle.stack_next = place->stack_next;
    } else {
        idle->stack = place->stack_next;
    }
    place->parked = false;
    if (place->sentinel) {
        place->sentinel = false;
        tarry__store(&idle->sentinel, false, seq_cst);
    }
    tarry__fetch_add(&idle->counts, counts_change, seq_cst);
}

// ---- what there is to find ----

// Whether `length` tasks of this worker would keep it for long, at its pace: very long, where work is gathered.
static bool is_worth_sharing(struct tarry_worker *owner, size_t length) {
    bool gathered = tarry__gather_home(&owner->runtime->gather) != 0;
    uint64_t least = gathered ? TARRY__GATHER_SHARE_NS : TARRY__IDLE_SHARE_NS;
    return (uint64_t)length * tarry__load(&owner->pace, relaxed) >= least;
}

// Whether anything is there that is worth sharing; or, with `left_too`, anything that may be taken.
static bool work_exists(struct tarry_runtime *runtime, bool left_too) {
    for (unsigned i = 0; i < runtime->worker_count; i++) {
        struct tarry_worker *worker = &runtime->workers[i];
        size_t length = tarry__ring_length(&worker->ring);
        if (length > 0 && (left_too || is_worth_sharing(worker, length))) {
            return true;
        }
        if (left_too && !tarry__recent_is_empty(&worker->recent)) {
            return true;
        }
    }
    return tarry__injection_count(&runtime->injection) > 0;
}

// The sentinel's look at a worker: how fast has it got on since the last one, or since it began what
// it runs? Slower than it knows of itself, or never with an empty ring: then it is told so. False: it has not got on at all.
static bool look_at(struct tarry_worker *worker, int64_t now) {
    struct tarry__idle_place *place = &worker->idle;
    uint32_t polls = tarry__load(&worker->polls, relaxed);
    uint32_t done = polls - tarry__load(&place->polls_seen, relaxed);
    int64_t took = now - tarry__load(&place->seen_at, relaxed);
    if (done == 0 && took >= stuck_ns && tarry__worker_running(worker)) {
        tarry__gather_end(&worker->runtime->gather);
    }
    took = took < 0 ? 0 : took < look_ns_max ? took : look_ns_max; // 0: two looks at the same time
    uint32_t pace = (uint32_t)took / (done > 0 ? done : 1);
    bool waits = tarry__ring_length(&worker->ring) > 0;
    uint8_t crowded = waits ? (uint8_t)(tarry__load(&place->crowded, relaxed) + 1) : 0;
    if (crowded == TARRY__IDLE_CROWDED_LOOKS) {
        crowded = 0;
        pace = TARRY__IDLE_PACE_UNKNOWN;
    }
    tarry__store(&place->crowded, crowded, relaxed);
    if (waits && pace > tarry__load(&worker->pace, relaxed)) {
        tarry__store(&worker->pace, pace, relaxed);
    }
    if (done > 0) {
        tarry__store(&place->polls_seen, polls, relaxed);
        tarry__store(&place->seen_at, now, relaxed);
    }
    return done > 0;
}

// ---- waking ----

void tarry__idle_notify(struct tarry_worker *worker) {
    if (tarry__exchange(&worker->idle.sleep, NOTIFIED, acq_rel) == ASLEEP) {
        int saved = errno; // this may be a signal handler
        tarry__reactor_wake(&worker->reactor);
        errno = saved;
    }
}

bool tarry__idle_is_asleep(struct tarry_worker *worker) {
    return tarry__load(&worker->idle.sleep, acquire) == ASLEEP;
}

void tarry__idle_rouse(struct tarry_worker *worker) {
    tarry__exchange(&worker->idle.sleep, NOTIFIED, acq_rel);
}

static void wake_one(struct tarry_runtime *runtime) {
    struct tarry__idle *idle = &runtime->idle;
    tarry__lock_take(&idle->lock);
    struct tarry_worker *worker = idle->stack;
    if (worker && worker->idle.sentinel && worker->idle.stack_next) {
        worker = worker->idle.stack_next; // the sentinel stays
    }
    if (searching_in(tarry__load(&idle->counts, seq_cst)) > 0) {
        worker = NULL;
    }
    if (worker) {
        stack_remove(idle, worker, (uint32_t)SEARCHING - PARKED);
    }
    tarry__lock_give(&idle->lock);
    if (worker) {
        tarry__idle_notify(worker);
    }
}

void tarry__idle_offer(struct tarry_worker *worker) {
    struct tarry__idle *idle = &worker->runtime->idle;
    uint32_t counts = tarry__load(&idle->counts, seq_cst);
    if (parked_in(counts) == 0 || searching_in(counts) > 0) {
        return;
    }
    size_t length =
        tarry__ring_length(&worker->ring) + tarry__injection_hint(&worker->runtime->injection);
    bool shared = length > TARRY__IDLE_FEW && is_worth_sharing(worker, length);
    if (shared || !tarry__load(&idle->sentinel, seq_cst)) {
        wake_one(worker->runtime);
    }
}

void tarry__idle_offer_from_outside(struct tarry_runtime *runtime) {
    uint32_t counts = tarry__load(&runtime->idle.counts, seq_cst);
    if (parked_in(counts) > 0 && searching_in(counts) == 0) {
        wake_one(runtime);
    }
}

void tarry__idle_ask_watch(struct tarry_worker *worker) {
    struct tarry__idle *idle = &worker->runtime->idle;
    uint32_t counts = tarry__load(&idle->counts, seq_cst);
    if (parked_in(counts) > 0 && searching_in(counts) == 0 &&
        !tarry__load(&idle->sentinel, seq_cst)) {
        wake_one(worker->runtime);
    }
}

// ---- searching ----

static bool search_begin(struct tarry_worker *worker) {
    if (worker->idle.searching) {
        return true;
    }
    struct tarry__idle *idle = &worker->runtime->idle;
    uint32_t counts = tarry__load(&idle->counts, seq_cst);
    if (2 * searching_in(counts) >= worker->runtime->worker_count ||
        parked_in(counts) + 1 >= worker->runtime->worker_count) { // nobody to steal from
        return false;
    }
    tarry__fetch_add(&idle->counts, SEARCHING, seq_cst);
    worker->idle.searching = true;
    return true;
}

static struct tarry_task *steal(struct tarry_worker *worker, struct tarry_worker *from,
                                bool recent_too) {
    struct tarry_task *task = NULL;
    if (is_worth_sharing(from, tarry__ring_length(&from->ring))) {
        task = tarry__ring_steal(&from->ring, &worker->ring);
        tarry__store(&worker->pace, tarry__load(&from->pace, relaxed), relaxed);
        tarry__gather_note(&worker->gather.steals);
    }
    if (!task && recent_too && !tarry__recent_is_empty(&from->recent)) {
        task = tarry__recent_steal(&from->recent);
    }
    return task;
}

struct tarry_task *tarry__idle_search(struct tarry_worker *worker) {
    struct tarry_runtime *runtime = worker->runtime;
    if (tarry__runtime_is_single(runtime) || !search_begin(worker)) {
        return NULL;
    }
    bool watching = worker->idle.watching;
    int64_t now = watching ? tarry__clock_now() : 0;
    unsigned start = tarry__random_below(&worker->random, runtime->worker_count);
    struct tarry_task *task = NULL;
    for (unsigned i = 0; i < runtime->worker_count && !task; i++) {
        struct tarry_worker *from = &runtime->workers[(start + i) % runtime->worker_count];
        if (from != worker) {
            bool is_stuck = watching && !look_at(from, now);
            task = steal(worker, from, is_stuck);
        }
    }
    return task;
}

void tarry__idle_search_end(struct tarry_worker *worker) {
    if (!worker->idle.searching) {
        return;
    }
    struct tarry_runtime *runtime = worker->runtime;
    worker->idle.searching = false;
    worker->idle.watching = false;
    uint32_t counts = tarry__fetch_sub(&runtime->idle.counts, SEARCHING, seq_cst);
    if (parked_in(counts) > 0 && searching_in(counts) == 1 &&
        (!tarry__load(&runtime->idle.sentinel, seq_cst) || work_exists(runtime, false))) {
        tarry__idle_offer(worker);
    }
}

// ---- parking ----

// Under the lock, after this worker was counted as parked: it becomes the sentinel, if there is
// none and somebody else has been busy lately. Returns whether there is one now.
static bool choose_sentinel(struct tarry_worker *worker) {
    struct tarry_runtime *runtime = worker->runtime;
    struct tarry__idle *idle = &runtime->idle;
    bool running = tarry__runtime_is_running(runtime);
    if (running && parked_in(tarry__load(&idle->counts, seq_cst)) < runtime->worker_count) {
        worker->idle.quiet_rounds = 0;
    } else if (worker->idle.quiet_rounds < QUIET_ROUNDS_MAX) {
        worker->idle.quiet_rounds++;
    }
    bool exists = tarry__load(&idle->sentinel, seq_cst);
    if (!exists && running && worker->idle.quiet_rounds < QUIET_ROUNDS_MAX) {
        worker->idle.sentinel = true;
        tarry__store(&idle->sentinel, true, seq_cst);
        exists = true;
    }
    return exists;
}

// Back from among the parked. As a searcher if it was picked to be one, was the sentinel, or has
// seen work.
static void rise(struct tarry_worker *worker, bool seen_work) {
    struct tarry__idle *idle = &worker->runtime->idle;
    tarry__lock_take(&idle->lock);
    bool picked = !worker->idle.parked;
    bool sentinel = worker->idle.sentinel; // never if picked: picking ended it
    worker->idle.searching = picked || sentinel || seen_work;
    if (!picked) {
        stack_remove(idle, worker, (worker->idle.searching ? SEARCHING : 0u) - (uint32_t)PARKED);
    }
    tarry__lock_give(&idle->lock);
    worker->idle.watching = sentinel;
}

static int64_t watch_interval(struct tarry_runtime *runtime) {
    return tarry__gather_home(&runtime->gather) ? sentinel_gathered_ns : sentinel_ns;
}

static void sleep_until(struct tarry_worker *worker, int64_t deadline) {
    int64_t timeout = 0;
    if (tarry__exchange(&worker->idle.sleep, ASLEEP, acq_rel) == AWAKE &&
        !tarry__mailbox_has_mail(&worker->mailbox)) {
        timeout = -1;
        if (deadline != INT64_MAX) {
            int64_t now = tarry__clock_now();
            timeout = deadline > now ? deadline - now : 0;
        }
        if (tarry__clock_is_paused(&worker->runtime->clock.clock) && tarry__clock_idle(worker)) {
            timeout = 0;
        }
    }
    tarry__reactor_wait(&worker->reactor, timeout);
    tarry__clock_rise(&worker->clock);
    tarry__exchange(&worker->idle.sleep, AWAKE, acq_rel);
}

bool tarry__idle_park(struct tarry_worker *worker, int64_t deadline) {
    struct tarry_runtime *runtime = worker->runtime;
    if (tarry__runtime_is_single(runtime)) {
        sleep_until(worker, deadline);
        return true;
    }
    struct tarry__idle *idle = &runtime->idle;
    tarry__lock_take(&idle->lock);
    stack_push(idle, worker);
    tarry__fetch_add(&idle->counts, (uint32_t)PARKED - (worker->idle.searching ? SEARCHING : 0u),
                     seq_cst);
    worker->idle.searching = false;
    bool watched = choose_sentinel(worker);
    bool sentinel = worker->idle.sentinel;
    tarry__lock_give(&idle->lock);
    bool seen_work = work_exists(runtime, !watched);
    if (!seen_work) {
        int64_t next_watch = sentinel ? tarry__clock_now() + watch_interval(runtime) : INT64_MAX;
        sleep_until(worker, next_watch < deadline ? next_watch : deadline);
    }
    rise(worker, seen_work);
    return !seen_work;
}
