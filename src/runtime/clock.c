// A runtime's clock, see clock.h; <tarry/clock.h>.
#include "runtime/clock.h"

#include "base/lock.h"
#include "runtime/leaf.h"
#include "runtime/wall.h"
#include "runtime/worker.h"

#include <errno.h>

typedef struct tarry_worker Worker;
typedef struct tarry_runtime Runtime;
typedef struct tarry__clock_place Place;
typedef struct tarry_clock_waiter Waiter;
typedef struct tarry_clock_advance__future Advance;

_Static_assert(sizeof(Advance) == 56, "it lies in frames compiled with another version");

enum { WAITING = 1, ARRIVED, RESUMED }; // of a waiter; under the lock

static const int64_t grace_ns = 1000000; // of quiet, for operations in flight

int64_t tarry__now(void) {
    Worker *worker = tarry__worker_current;
    return worker ? tarry__clock_time(&worker->runtime->clock.clock) : tarry__clock_now();
}

int64_t tarry__wall_now(void) {
    Worker *worker = tarry__worker_current;
    return worker ? tarry__clock_wall_time(&worker->runtime->clock.clock) : tarry__clock_wall_now();
}

// ---- a worker goes to sleep ----

static enum tarry__clock_busy busy_with(const Worker *worker) {
    if (worker->clock.calls > 0) {
        return TARRY__CLOCK_CALLING;
    }
    return worker->reactor.in_flight > 0 ? TARRY__CLOCK_IN_FLIGHT : TARRY__CLOCK_QUIET;
}

int64_t tarry__clock_deadline(Worker *worker) {
    struct tarry__clock *clock = &worker->runtime->clock.clock;
    worker->clock.published = tarry__clock_is_paused(clock);
    if (!worker->clock.published) {
        return tarry__clock_system_time(clock, tarry__timer_next(&worker->timers));
    }
    int64_t next = tarry__timer_first(&worker->timers);
    tarry__store(&worker->clock.next, next, relaxed);
    tarry__store(&worker->clock.busy, (uint32_t)busy_with(worker), relaxed);
    return next <= tarry__clock_time(clock) ? INT64_MIN : INT64_MAX;
}

static bool is_asleep(Worker *worker) {
    return tarry__load(&worker->clock.stands, seq_cst) && tarry__idle_is_asleep(worker) &&
           !tarry__mailbox_has_mail(&worker->mailbox);
}

static bool all_asleep(Runtime *runtime) {
    for (unsigned i = 0; i < runtime->worker_count; i++) {
        if (!is_asleep(&runtime->workers[i])) {
            return false;
        }
    }
    return tarry__injection_count(&runtime->injection) == 0;
}

static enum tarry__clock_busy busiest(Runtime *runtime) {
    uint32_t most = TARRY__CLOCK_QUIET;
    for (unsigned i = 0; i < runtime->worker_count; i++) {
        uint32_t one = tarry__load(&runtime->workers[i].clock.busy, relaxed);
        most = one > most ? one : most;
    }
    return (enum tarry__clock_busy)most;
}

// ---- moving the clock; under its lock ----

static int64_t next_deadline(Runtime *runtime) {
    int64_t first = INT64_MAX;
    for (unsigned i = 0; i < runtime->worker_count; i++) {
        int64_t next = tarry__load(&runtime->workers[i].clock.next, relaxed);
        first = next < first ? next : first;
    }
    return first;
}

static void notify_due(Runtime *runtime, Worker *self, int64_t now) {
    for (unsigned i = 0; i < runtime->worker_count; i++) {
        Worker *worker = &runtime->workers[i];
        if (worker != self && tarry__load(&worker->clock.next, relaxed) <= now) {
            tarry__idle_notify(worker);
        }
    }
}

static void take_out(struct tarry__runtime_clock *clock, Waiter *waiter) {
    if (waiter->next) {
        waiter->next->previous = waiter->previous;
    }
    if (waiter->previous) {
        waiter->previous->next = waiter->next;
    } else {
        clock->first = waiter->next;
    }
}

// Its task cannot end before it has taken the lock.
static void give(struct tarry__runtime_clock *clock, Waiter *waiter, uint8_t phase) {
    take_out(clock, waiter);
    waiter->phase = phase;
    tarry__task_wake(waiter->task);
}

// All are asleep.
static void move(Runtime *runtime, Worker *self) {
    struct tarry__runtime_clock *clock = &runtime->clock;
    Waiter *waiter = clock->first;
    int64_t next = next_deadline(runtime);
    if (waiter && waiter->until < next) {
        tarry__clock_move(&clock->clock, waiter->until);
        give(clock, waiter, ARRIVED);
    } else if (next < INT64_MAX && (waiter || !clock->by_hand)) {
        tarry__clock_move(&clock->clock, next);
        notify_due(runtime, self, next);
    } else {
        return;
    }
    tarry__idle_rouse(self);
}

static bool runs(Worker *worker) {
    return worker->queue.count > 0 || tarry__ring_length(&worker->ring) > 0 ||
           !tarry__recent_is_empty(&worker->recent);
}

// Is there something to run here, or mail? Then this worker wakes up.
static bool has_work(Worker *worker) {
    return runs(worker) || !is_asleep(worker);
}

// Has the kernel something for a worker that has not come back from there yet?
static bool any_pending(Runtime *runtime) {
    for (unsigned i = 0; i < runtime->worker_count; i++) {
        if (tarry__reactor_pending(&runtime->workers[i].reactor)) {
            return true;
        }
    }
    return false;
}

// 4: false if there is something to run. What tasks have submitted here is the kernel's after the
// look, so it is counted then.
static bool confirm(Worker *worker) {
    struct tarry__runtime_clock *clock = &worker->runtime->clock;
    uint32_t known = tarry__load(&clock->epoch, seq_cst);
    if (worker->reactor.in_flight > 0) {
        tarry__reactor_wait(&worker->reactor, 0);
    }
    uint32_t polls = tarry__load(&worker->polls, relaxed);
    if (worker->clock.polls_seen != polls) {
        worker->clock.polls_seen = polls;
        uint32_t before = tarry__fetch_add(&clock->epoch, 1, seq_cst);
        known += before == known;
    }
    tarry__store(&worker->clock.confirmed, known, relaxed);
    return !runs(worker);
}

// 4: false if somebody has yet to confirm. The calling worker stands: it has its turn again then.
static bool all_have_confirmed(Runtime *runtime) {
    uint32_t epoch = tarry__load(&runtime->clock.epoch, seq_cst);
    bool all = true;
    for (unsigned i = 0; i < runtime->worker_count; i++) {
        Worker *worker = &runtime->workers[i];
        if (tarry__load(&worker->clock.busy, relaxed) == TARRY__CLOCK_IN_FLIGHT &&
            tarry__load(&worker->clock.confirmed, relaxed) != epoch) {
            tarry__idle_notify(worker);
            all = false;
        }
    }
    return all;
}

// 5: false if anything has happened, or is about to.
static bool is_quiet(Worker *worker, uint32_t turn) {
    tarry__reactor_wait(&worker->reactor, grace_ns);
    return !has_work(worker) && !any_pending(worker->runtime) &&
           tarry__load(&worker->runtime->clock.turns, seq_cst) == turn;
}

static bool may_move(Worker *worker, uint32_t turn) {
    Runtime *runtime = worker->runtime;
    if (!all_asleep(runtime)) {
        return false;
    }
    switch (busiest(runtime)) {
    case TARRY__CLOCK_QUIET:
        return true;
    case TARRY__CLOCK_IN_FLIGHT:
        return all_have_confirmed(runtime) && is_quiet(worker, turn);
    default:
        return false;
    }
}

bool tarry__clock_idle(Worker *worker) {
    Runtime *runtime = worker->runtime;
    struct tarry__runtime_clock *clock = &runtime->clock;
    if (!worker->clock.published || !confirm(worker)) {
        return true;
    }
    tarry__store(&worker->clock.stands, true, seq_cst);
    uint32_t turn = tarry__fetch_add(&clock->turns, 1, seq_cst) + 1;
    if (may_move(worker, turn)) {
        tarry__lock_take(&clock->lock);
        if (all_asleep(runtime)) {
            move(runtime, worker);
        }
        tarry__lock_give(&clock->lock);
    }
    return has_work(worker);
}

// ---- what users call ----

static void notify_all(Runtime *runtime) {
    for (unsigned i = 0; i < runtime->worker_count; i++) {
        tarry__idle_notify(&runtime->workers[i]);
    }
}

static void wall_has_changed(Runtime *runtime) {
    tarry__fetch_add(&runtime->clock.walls, 1, release); // to tarry__clock_look
    notify_all(runtime);
}

int tarry_clock_pause(enum tarry_clock_mode mode) {
    Worker *worker = tarry__worker_current;
    if (!worker || (mode != TARRY_CLOCK_AUTOMATIC && mode != TARRY_CLOCK_BY_HAND)) {
        return -EINVAL;
    }
    struct tarry__runtime_clock *clock = &worker->runtime->clock;
    tarry__lock_take(&clock->lock);
    clock->by_hand = mode == TARRY_CLOCK_BY_HAND;
    tarry__clock_pause(&clock->clock);
    tarry__lock_give(&clock->lock);
    notify_all(worker->runtime);
    return 0;
}

int tarry_clock_resume(void) {
    Worker *worker = tarry__worker_current;
    if (!worker) {
        return -EINVAL;
    }
    struct tarry__runtime_clock *clock = &worker->runtime->clock;
    tarry__lock_take(&clock->lock);
    tarry__clock_resume(&clock->clock);
    while (clock->first) {
        give(clock, clock->first, RESUMED);
    }
    tarry__lock_give(&clock->lock);
    wall_has_changed(worker->runtime);
    return 0;
}

bool tarry_clock_is_paused(void) {
    Worker *worker = tarry__worker_current;
    return worker && tarry__clock_is_paused(&worker->runtime->clock.clock);
}

int tarry_clock_set_wall(int64_t time) {
    Worker *worker = tarry__worker_current;
    if (!worker || !tarry__clock_set_wall(&worker->runtime->clock.clock, time)) {
        return -EINVAL;
    }
    wall_has_changed(worker->runtime);
    return 0;
}

void tarry__clock_look(Worker *worker) {
    uint32_t walls = tarry__load(&worker->runtime->clock.walls, acquire);
    if (walls != worker->clock.walls_seen) {
        worker->clock.walls_seen = walls;
        tarry__wall_tell(worker);
    }
}

// ---- advancing ----

static void push(struct tarry__runtime_clock *clock, Waiter *waiter) {
    Waiter *previous = NULL, *next = clock->first;
    while (next && next->until <= waiter->until) {
        previous = next;
        next = next->next;
    }
    waiter->previous = previous;
    waiter->next = next;
    *(previous ? &previous->next : &clock->first) = waiter;
    if (next) {
        next->previous = waiter;
    }
}

// 0: it waits now.
static int begin(struct tarry__runtime_clock *clock, Advance *self, struct tarry_context *cx) {
    int error = -EINVAL;
    tarry__lock_take(&clock->lock);
    int64_t until, now = tarry__clock_time(&clock->clock);
    if (self->duration >= 0 && tarry__clock_is_paused(&clock->clock) &&
        !__builtin_add_overflow(now, self->duration, &until)) {
        self->waiter.task = cx->task;
        self->waiter.until = until;
        self->waiter.phase = WAITING;
        push(clock, &self->waiter);
        error = 0;
    }
    tarry__lock_give(&clock->lock);
    return error;
}

// Ends a wait that has not begun, if the budget allows.
static bool end_at_once(Advance *self, struct tarry_context *cx, int result) {
    if (!tarry__budget_spend(cx)) {
        return false;
    }
    self->result = result;
    return true;
}

static bool advance_begin(struct tarry__runtime_clock *clock, Advance *self,
                          struct tarry_context *cx) {
    if (tarry__is_being_cancelled(cx)) {
        if (!end_at_once(self, cx, -ECANCELED)) {
            return false;
        }
        tarry__note_refusal(cx);
        return true;
    }
    int error = begin(clock, self, cx);
    if (error) {
        return end_at_once(self, cx, error);
    }
    self->state = 1;
    return false;
}

bool tarry_clock_advance__poll(void *future, struct tarry_context *cx) {
    Advance *self = future;
    struct tarry__runtime_clock *clock = &cx->worker->runtime->clock;
    if (self->state == 0) {
        return advance_begin(clock, self, cx);
    }
    bool cancelled = tarry__is_being_cancelled(cx);
    tarry__lock_take(&clock->lock);
    uint8_t phase = self->waiter.phase;
    if (phase == WAITING && cancelled) {
        take_out(clock, &self->waiter);
    }
    tarry__lock_give(&clock->lock);
    if (phase == WAITING && !cancelled) {
        return false;
    }
    if (phase == WAITING) {
        tarry__note_refusal(cx);
    }
    self->result = phase == ARRIVED ? 0 : phase == RESUMED ? -EINVAL : -ECANCELED;
    return true;
}

const struct tarry_function tarry_clock_advance__function = {
    .name = "tarry_clock_advance",
    .file = "tarry/clock.h",
    .poll = tarry_clock_advance__poll,
    .size = sizeof(Advance),
    .alignment = _Alignof(Advance),
    .result_size = sizeof(int),
    .state_offset = offsetof(Advance, state),
    .flags = TARRY_FUNCTION_RESULT_SIGNED | TARRY_FUNCTION_LEAF,
};
