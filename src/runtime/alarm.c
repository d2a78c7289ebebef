// Timers that wake tasks, see alarm.h.
#include "runtime/alarm.h"

#include "runtime/within.h"
#include "runtime/worker.h"

// Moving a timer costs a fraction of what running its task does.
enum { STEPS_PER_TASK = 4 };

void tarry__alarm_set(struct tarry_context *cx, struct tarry_timer *timer, int64_t deadline) {
    timer->deadline = deadline;
    timer->task = cx->task;
    tarry__worker_pin(cx->worker, cx->task);
    tarry__timer_arm(&cx->worker->timers, timer);
}

bool tarry__alarm_has_fired(struct tarry_context *cx, struct tarry_timer *timer) {
    if (timer->link.next) {
        return false;
    }
    if (timer->link.previous) {
        timer->link.previous = NULL;
        tarry__worker_unpin(cx->task);
    }
    return true;
}

void tarry__alarm_clear(struct tarry_context *cx, struct tarry_timer *timer) {
    tarry__timer_cancel(&cx->worker->timers, timer);
    tarry__worker_unpin(cx->task);
}

static void fire(struct tarry_worker *worker, struct tarry_timer *timer) {
    struct tarry_task *task = timer->task;
    timer->link.next = NULL; // previous stays what it was: not NULL
    if (!task) {
        tarry__within_expire(worker, timer);
    } else if (tarry__task_state_wake(task, 0)) {
        timer->link.previous = NULL;
        tarry__worker_unpin(task);
        tarry__worker_schedule(worker, task);
    }
}

void tarry__alarm_fire(struct tarry_worker *worker, unsigned count) {
    struct tarry__clock *clock = &worker->runtime->clock.clock;
    bool exact = tarry__clock_is_paused(clock);
    int64_t now = tarry__clock_time(clock);
    unsigned steps = count * STEPS_PER_TASK;
    while (count-- > 0) {
        struct tarry_timer *timer = tarry__timer_take(&worker->timers, now, &steps);
        if (!timer && exact && steps > 0) {
            timer = tarry__timer_take_early(&worker->timers, now);
        }
        if (!timer) {
            return;
        }
        fire(worker, timer);
    }
}
