// The leaf of interval.h. The interval itself is only a time: between ticks nothing is armed.
#include <tarry/interval.h>

#include "runtime/alarm.h"
#include "runtime/clock.h"
#include "runtime/leaf.h"

#include <errno.h>

typedef struct tarry_interval Interval;
typedef struct tarry_interval_tick__future Tick;

_Static_assert(sizeof(Interval) == 24 && sizeof(Tick) == 56,
               "they lie in frames compiled with another version");

enum { NEW = 0, ARMED };

enum { LATE_PART = 10 }; // a tick is late if by more than this part of the period

static int64_t sum(int64_t a, int64_t b) {
    int64_t result;
    return __builtin_add_overflow(a, b, &result) ? INT64_MAX : result;
}

// When the tick behind the one that was due at interval->next, and came `late`, is due.
static int64_t following(const Interval *interval, int64_t late) {
    int64_t period = interval->period;
    switch (interval->missed) {
    case TARRY_DELAY:
        return sum(interval->next, late > period / LATE_PART ? sum(late, period) : period);
    case TARRY_SKIP:
        return sum(interval->next, sum(late - late % period, period));
    default:
        return sum(interval->next, period);
    }
}

static bool end(Tick *self) {
    Interval *interval = self->interval;
    self->result = interval->next;
    interval->next = following(interval, tarry__now() - interval->next);
    return true;
}

static bool poll_new(Tick *self, struct tarry_context *cx) {
    Interval *interval = self->interval;
    bool cancelled = tarry__is_being_cancelled(cx), valid = interval->period > 0;
    int64_t now = tarry__now();
    if (valid && !cancelled && interval->next > now) {
        tarry__alarm_set(cx, &self->timer, interval->next);
        self->state = ARMED;
        return false;
    }
    if (!tarry__budget_spend(cx)) {
        return false;
    }
    if (cancelled || !valid) {
        if (cancelled) {
            tarry__note_refusal(cx);
        }
        self->result = cancelled ? -ECANCELED : -EINVAL;
        return true;
    }
    if (interval->next == 0) {
        interval->next = now;
    }
    return end(self);
}

bool tarry_interval_tick__poll(void *future, struct tarry_context *cx) {
    Tick *self = future;
    if (self->state == NEW) {
        return poll_new(self, cx);
    }
    if (tarry__alarm_has_fired(cx, &self->timer)) {
        return end(self);
    }
    if (!tarry__is_cancelled(cx)) {
        return false;
    }
    tarry__alarm_clear(cx, &self->timer);
    self->result = -ECANCELED;
    return true;
}

const struct tarry_function tarry_interval_tick__function = {
    .name = "tarry_interval_tick",
    .file = "tarry/interval.h",
    .poll = tarry_interval_tick__poll,
    .size = sizeof(Tick),
    .alignment = _Alignof(Tick),
    .result_size = sizeof(int64_t),
    .state_offset = offsetof(Tick, state),
    .flags = TARRY_FUNCTION_RESULT_SIGNED | TARRY_FUNCTION_LEAF,
};
