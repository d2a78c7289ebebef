// Whether sharing pays, see gather.h. (Trying is how thread pools find how many threads they need: .NET's "hill climbing".)
#include "runtime/gather.h"

#include "runtime/worker.h"

typedef struct tarry__gather Gather;
typedef struct tarry__gather_trial Trial;
typedef struct tarry__gather_sums Sums;

enum {
    TRIAL_WINDOWS = 4, // the first one has the moving in it
    AVERAGED = 4,
    FULL_WINDOWS = 4, // so many more with the worker at home always awake than not
};

#define SEC INT64_C(1000000000)

static const int64_t window_ns = 10000000;
static const int64_t steal_ns = 1000000; // one in so long, or more, is often
static const int64_t short_ns = 40000;   // a task with all it costs
static const int64_t wait_shared_min = SEC / 8, wait_shared_max = 16 * SEC;
// A check is of TRIAL_WINDOWS, so less than a hundredth of all requests meet one.
static const int64_t wait_gathered_min = 4 * SEC, wait_gathered_max = 16 * SEC;

static uint64_t rate_of(const Sums *sums) {
    return sums->waits * (uint64_t)SEC / (uint64_t)sums->took;
}

static void begin(Trial *trial, enum tarry__gather_state state) {
    trial->state = state;
    trial->windows = 0;
    trial->before = trial->rate;
}

// Of this state, over some windows: what a neighbour takes in one is not the state's fault.
static void average(Trial *trial, uint64_t rate) {
    unsigned windows = trial->windows++;
    int64_t count = windows < AVERAGED ? windows : AVERAGED;
    trial->rate +=
        count > 1 ? (uint64_t)(((int64_t)rate - (int64_t)trial->rate) / count) : rate - trial->rate;
}

// Work that one worker may be able to do, and that is pushed to and fro.
static bool may_gather(const Sums *sums) {
    return sums->steals * (uint64_t)steal_ns >= (uint64_t)sums->took &&
           sums->waits * 2 >= sums->polls &&
           sums->polls * (uint64_t)short_ns >= (uint64_t)sums->took * sums->workers &&
           sums->busy * 4 <= sums->took * 7;
}

// Whether the worker at home has become, or still is, one that never sleeps.
static bool is_full(Trial *trial, const Sums *sums) {
    if (sums->busiest * 20 < sums->took * 19) {
        trial->full -= trial->full > 0;
        trial->was_full = trial->was_full && trial->full > 0;
    } else {
        trial->full += trial->full < FULL_WINDOWS;
    }
    return trial->full == FULL_WINDOWS;
}

static int64_t longer(int64_t *wait, int64_t least, int64_t most) {
    int64_t now = *wait ? *wait : least;
    *wait = now * 2 < most ? now * 2 : most;
    return now;
}

static bool share(Trial *trial, int64_t now) {
    trial->next_at = now + longer(&trial->wait_shared, wait_shared_min, wait_shared_max);
    begin(trial, TARRY__GATHER_SHARED);
    return false;
}

static bool gather(Trial *trial, int64_t now) {
    int64_t wait = longer(&trial->wait_gathered, wait_gathered_min, wait_gathered_max);
    trial->next_at = now + wait;
    trial->soon_at = now + wait / 8;
    begin(trial, TARRY__GATHER_GATHERED);
    return true;
}

bool tarry__gather_judge(Trial *trial, const Sums *sums, int64_t now) {
    average(trial, rate_of(sums));
    if (trial->state != TARRY__GATHER_SHARED && sums->waits * 4 < sums->polls) {
        return share(trial, now); // other work has come
    }
    switch (trial->state) {
    case TARRY__GATHER_SHARED:
        if (now < trial->next_at || trial->windows < TRIAL_WINDOWS || !may_gather(sums)) {
            return false;
        }
        begin(trial, TARRY__GATHER_TRIED);
        return true;
    case TARRY__GATHER_TRIED:
        if (trial->rate * 2 < trial->before) {
            return share(trial, now);
        }
        if (trial->windows < TRIAL_WINDOWS) {
            return true;
        }
        return trial->rate * 20 < trial->before * 19 ? share(trial, now) : gather(trial, now);
    case TARRY__GATHER_GATHERED:
        if (!is_full(trial, sums) || now < (trial->was_full ? trial->next_at : trial->soon_at)) {
            return true;
        }
        trial->was_full = true;
        begin(trial, TARRY__GATHER_CHECKED);
        return false;
    case TARRY__GATHER_CHECKED:
        if (trial->windows < TRIAL_WINDOWS) {
            return false;
        }
        if (trial->rate * 10 > trial->before * 11) {
            trial->wait_gathered = 0;
            return share(trial, now);
        }
        return gather(trial, now);
    }
    return false;
}

// ---- what the workers tell ----

static uint32_t step(uint32_t *seen, uint32_t now) {
    uint32_t done = now - *seen;
    *seen = now;
    return done;
}

// Returns the worker that did most.
static unsigned add_up(struct tarry_runtime *runtime, Sums *sums) {
    unsigned most = 0;
    uint32_t most_waits = 0;
    for (unsigned i = 0; i < runtime->worker_count; i++) {
        struct tarry_worker *worker = &runtime->workers[i];
        struct tarry__gather_place *place = &worker->gather;
        int64_t slept = tarry__load(&place->slept, relaxed);
        int64_t busy = sums->took - (slept - place->slept_seen);
        uint32_t polls = step(&place->polls_seen, tarry__load(&worker->polls, relaxed));
        place->slept_seen = slept;
        busy = busy > 0 ? busy : 0;
        sums->busy += polls > 0 ? busy : 0; // who sleeps on has not told yet
        sums->polls += polls;
        uint32_t waits = step(&place->waits_seen, tarry__load(&place->waits, relaxed));
        sums->waits += waits;
        sums->steals += step(&place->steals_seen, tarry__load(&place->steals, relaxed));
        if (waits >= most_waits) {
            most = i;
            most_waits = waits;
            sums->busiest = busy;
        }
    }
    return most;
}

// A window that lasted much longer was one of a runtime that slept.
static void judge(struct tarry_runtime *runtime, int64_t now) {
    Gather *self = &runtime->gather;
    Sums sums = {.took = now - self->began, .workers = runtime->worker_count};
    unsigned most = add_up(runtime, &sums);
    bool is_new = self->began == 0 || sums.took > 2 * window_ns;
    self->began = now;
    uint32_t home = tarry__gather_home(self);
    if (self->trial.state == TARRY__GATHER_TRIED || self->trial.state == TARRY__GATHER_GATHERED) {
        if (home == 0) { // ended by the sentinel
            share(&self->trial, now);
        }
    }
    if (is_new) {
        return;
    }
    if (!tarry__gather_judge(&self->trial, &sums, now)) {
        home = 0;
    } else if (home == 0) {
        home = most + 1;
    }
    tarry__store(&self->home, home, relaxed);
}

void tarry__gather_look(struct tarry_runtime *runtime, int64_t now) {
    Gather *self = &runtime->gather;
    int64_t at = tarry__load(&self->judge_at, relaxed);
    if (now >= at && tarry__compare_exchange(&self->judge_at, &at, INT64_MAX, acquire, relaxed)) {
        judge(runtime, now);
        tarry__store(&self->judge_at, now + window_ns, release);
    }
}
