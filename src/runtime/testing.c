// The leaves of testing.h.
//
// f is the only arm of a race, whose link is cancelled at the chosen moment. It is polled with a
// budget of 0, so that each wait that is ready at once is refused (budget < 0 then says so), and
// with 1 in the poll behind that, for the wait that was refused.
#include <tarry/testing.h>

#include "runtime/leaf.h"
#include "runtime/link.h"

typedef struct tarry_cancel_nth__future Nth;

_Static_assert(sizeof(Nth) == 144, "public layouts stay as they are");

typedef int (*Call)(struct tarry_context *cx, void *argument); // what tarrycc makes of the pointer

static void begin(Nth *self, struct tarry_context *cx) {
    struct tarry_calling calling = {.arm = &self->arm};
    struct tarry_calling *outer = cx->calling;
    self->arm = (struct tarry_arm){.result = self->out_result};
    cx->calling = &calling;
    int error = ((Call)(void (*)(void))self->f)(cx, self->argument);
    cx->calling = outer;
    if (!self->arm.future && self->out_result) {
        *self->out_result = error;
    }
    tarry__race_begin(cx, &self->only, &self->arm, 1, false);
    self->suspensions = 0;
    self->starved = false;
    self->when_woken = false;
    self->cancelled = false;
    self->state = 1;
}

static void cancel(Nth *self, struct tarry_context *cx) {
    self->when_woken = false;
    self->cancelled = true;
    tarry__fetch_or(&cx->task->state, TARRY__TASK_MARKED, relaxed); // by the task itself
    tarry__link_cancel(&self->arm.link);
    tarry__links_tell_inside(cx->worker, &self->arm);
}

static bool poll_inside(Nth *self, struct tarry_context *cx) {
    struct tarry_context inside = *cx;
    inside.budget = self->starved;
    bool ended = tarry__race_poll(&inside, &self->only);
    self->starved = inside.budget < 0;
    cx->woken = inside.woken;
    return ended;
}

bool tarry_cancel_nth__poll(void *future, struct tarry_context *cx) {
    Nth *self = future;
    if (self->state == 0) {
        begin(self, cx);
    }
    if (self->when_woken) {
        cancel(self, cx);
    }
    if (poll_inside(self, cx)) {
        self->result = self->cancelled;
        return true;
    }
    self->suspensions++;
    if (2 * self->suspensions - 1 == self->n) {
        cancel(self, cx);
        tarry__task_wake(cx->task);
    }
    self->when_woken = 2 * self->suspensions == self->n;
    return false;
}

const struct tarry_function tarry_cancel_nth__function = {
    .name = "tarry_cancel_nth",
    .file = "tarry/testing.h",
    .poll = tarry_cancel_nth__poll,
    .size = sizeof(Nth),
    .alignment = _Alignof(Nth),
    .result_size = sizeof(bool),
    .state_offset = offsetof(Nth, state),
    .flags = TARRY_FUNCTION_LEAF,
};
