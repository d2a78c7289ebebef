// The leaves of time.h.
#define TARRY__YIELD_INLINE // it is defined here
#include <tarry/time.h>

#include "runtime/alarm.h"
#include "runtime/clock.h"
#include "runtime/leaf.h"

#include <errno.h>

enum {
    NEW = 0,
    ARMED,
    YIELDED, // the time was up already: only lets others run
};

// They lie in the futures of programs that were compiled with another version of the library.
_Static_assert(sizeof(struct tarry_sleep__future) == 40 && sizeof(struct tarry_timer) == 32 &&
                   sizeof(struct tarry_sleep_until__future) == 40 &&
                   sizeof(struct tarry_yield__future) == 2,
               "public layouts stay as they are");

int64_t tarry_now(void) {
    return tarry__now();
}

// Polls a sleep until `deadline`, which is needed only while the state is NEW; `due`: that time has
// come.
static bool sleep_poll(unsigned short *state, int *result, struct tarry_timer *timer,
                       int64_t deadline, bool due, struct tarry_context *cx) {
    if (*state == ARMED && tarry__alarm_has_fired(cx, timer)) {
        *result = 0;
        return true;
    }
    if (tarry__is_cancelled(cx)) {
        if (*state == ARMED) {
            tarry__alarm_clear(cx, timer);
        } else if (!tarry__budget_spend(cx)) {
            return false;
        }
        *result = -ECANCELED;
        return true;
    }
    if (*state == YIELDED) {
        *result = 0;
        return true;
    }
    if (*state == NEW && due) {
        *state = YIELDED;
        tarry__task_wake_self(cx);
    } else if (*state == NEW) {
        *state = ARMED;
        tarry__alarm_set(cx, timer, deadline);
    }
    return false;
}

bool tarry_sleep__poll(void *future, struct tarry_context *cx) {
    struct tarry_sleep__future *self = future;
    int64_t deadline = 0;
    bool due = self->state == NEW && self->duration <= 0;
    if (self->state == NEW && !due &&
        __builtin_add_overflow(tarry__now(), self->duration, &deadline)) {
        deadline = INT64_MAX;
    }
    return sleep_poll(&self->state, &self->result, &self->timer, deadline, due, cx);
}

bool tarry_sleep_until__poll(void *future, struct tarry_context *cx) {
    struct tarry_sleep_until__future *self = future;
    int64_t deadline = self->state == NEW ? self->deadline : 0;
    bool due = self->state == NEW && deadline <= tarry__now();
    return sleep_poll(&self->state, &self->result, &self->timer, deadline, due, cx);
}

const struct tarry_function tarry_sleep__function = {
    .name = "tarry_sleep",
    .file = "tarry/time.h",
    .poll = tarry_sleep__poll,
    .size = sizeof(struct tarry_sleep__future),
    .alignment = _Alignof(struct tarry_sleep__future),
    .result_size = sizeof(int),
    .state_offset = offsetof(struct tarry_sleep__future, state),
    .flags = TARRY_FUNCTION_RESULT_SIGNED | TARRY_FUNCTION_LEAF,
};

const struct tarry_function tarry_sleep_until__function = {
    .name = "tarry_sleep_until",
    .file = "tarry/time.h",
    .poll = tarry_sleep_until__poll,
    .size = sizeof(struct tarry_sleep_until__future),
    .alignment = _Alignof(struct tarry_sleep_until__future),
    .result_size = sizeof(int),
    .state_offset = offsetof(struct tarry_sleep_until__future, state),
    .flags = TARRY_FUNCTION_RESULT_SIGNED | TARRY_FUNCTION_LEAF,
};

const struct tarry_function tarry_yield__function = {
    .name = "tarry_yield",
    .file = "tarry/time.h",
    .poll = tarry_yield__poll,
    .size = sizeof(struct tarry_yield__future),
    .alignment = _Alignof(struct tarry_yield__future),
    .state_offset = offsetof(struct tarry_yield__future, state),
    .flags = TARRY_FUNCTION_LEAF,
};
