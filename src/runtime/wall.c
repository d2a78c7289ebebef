// The wall clock, see wall.h and <tarry/wall.h>.
//
// A sleeper stands in the list of its worker, to which it is pinned for that, from its first poll
// that has to wait to its last, and has an alarm (alarm.h) for when the time will have come if
// nobody sets the clock, or for when it will look again.
#include "runtime/wall.h"

#include "runtime/alarm.h"
#include "runtime/clock.h"
#include "runtime/leaf.h"
#include "runtime/worker.h"

#include <errno.h>

typedef struct tarry_wall_sleep_until__future Sleep;
typedef struct tarry_wall_link Link;

_Static_assert(sizeof(Sleep) == 80, "it lies in frames compiled with another version");

enum {
    NEW = 0,
    ARMED,
    YIELDED, // the time had passed already: only lets others run
};

static const int64_t look_again_ns = 1000000000;

int64_t tarry_wall_now(void) {
    return tarry__wall_now();
}

// ---- the list ----

static void enter(struct tarry_context *cx, Link *link) {
    struct tarry__clock_place *place = &cx->worker->clock;
    *link = (Link){.next = place->wall_sleepers, .task = cx->task};
    if (link->next) {
        link->next->previous = link;
    }
    place->wall_sleepers = link;
    tarry__worker_pin(cx->worker, cx->task);
}

static void leave(struct tarry_context *cx, Link *link) {
    if (link->next) {
        link->next->previous = link->previous;
    }
    if (link->previous) {
        link->previous->next = link->next;
    } else {
        cx->worker->clock.wall_sleepers = link->next;
    }
    tarry__worker_unpin(cx->task);
}

void tarry__wall_tell(struct tarry_worker *worker) {
    for (Link *link = worker->clock.wall_sleepers; link; link = link->next) {
        link->told = true;
        tarry__task_wake(link->task);
    }
}

// ---- the wait ----

// When to look, if it is `wall` on the wall clock.
static int64_t next_look(int64_t time, int64_t wall) {
    int64_t rest, deadline;
    if (time == INT64_MAX) {
        return INT64_MAX;
    }
    if (__builtin_sub_overflow(time, wall, &rest)) {
        rest = INT64_MAX;
    }
    if (rest > look_again_ns && !tarry_clock_is_paused()) {
        rest = look_again_ns;
    }
    return __builtin_add_overflow(tarry__now(), rest, &deadline) ? INT64_MAX : deadline;
}

static bool end(Sleep *self, int result) {
    self->result = result;
    return true;
}

static bool poll_new(Sleep *self, struct tarry_context *cx) {
    if (tarry__is_cancelled(cx)) {
        return tarry__budget_spend(cx) && end(self, -ECANCELED);
    }
    int64_t wall = tarry__wall_now();
    if (wall >= self->time) {
        self->state = YIELDED;
        tarry__task_wake(cx->task);
        return false;
    }
    self->state = ARMED;
    enter(cx, &self->link);
    tarry__alarm_set(cx, &self->timer, next_look(self->time, wall));
    return false;
}

static bool poll_armed(Sleep *self, struct tarry_context *cx) {
    bool fired = tarry__alarm_has_fired(cx, &self->timer);
    bool cancelled = tarry__is_being_cancelled(cx);
    if (!fired && !cancelled && !self->link.told) {
        return false;
    }
    self->link.told = false;
    int64_t wall = tarry__wall_now();
    bool due = wall >= self->time;
    if (!fired) {
        tarry__alarm_clear(cx, &self->timer);
    }
    if (!due && !cancelled) {
        tarry__alarm_set(cx, &self->timer, next_look(self->time, wall));
        return false;
    }
    leave(cx, &self->link);
    if (!due) {
        tarry__note_refusal(cx);
    }
    return end(self, due ? 0 : -ECANCELED);
}

bool tarry_wall_sleep_until__poll(void *future, struct tarry_context *cx) {
    Sleep *self = future;
    switch (self->state) {
    case NEW:
        return poll_new(self, cx);
    case ARMED:
        return poll_armed(self, cx);
    default:
        return end(self, tarry__is_cancelled(cx) ? -ECANCELED : 0);
    }
}

const struct tarry_function tarry_wall_sleep_until__function = {
    .name = "tarry_wall_sleep_until",
    .file = "tarry/wall.h",
    .poll = tarry_wall_sleep_until__poll,
    .size = sizeof(Sleep),
    .alignment = _Alignof(Sleep),
    .result_size = sizeof(int),
    .state_offset = offsetof(Sleep, state),
    .flags = TARRY_FUNCTION_RESULT_SIGNED | TARRY_FUNCTION_LEAF,
};
