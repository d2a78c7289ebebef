// An alarm: a timer that wakes a task. The task that sets one is pinned to its worker until the
// timer fires or is taken out, since the wheel belongs to that worker.
//
// States of a struct tarry_timer here, all changed on that one worker:
//   - armed: in the wheel; the task has one pin for it
//   - fired, free (link.next and link.previous NULL): its wake queued the task, and its pin was
//     taken back there
//   - fired, pinned (only link.next NULL): the task was queued already: its pin is still there
#ifndef TARRY_RUNTIME_ALARM_H
#define TARRY_RUNTIME_ALARM_H

#include <tarry/time.h>

// tarry__alarm_set arms `timer` for `deadline`.
void tarry__alarm_set(struct tarry_context *cx, struct tarry_timer *timer, int64_t deadline);
// tarry__alarm_has_fired: once it has returned true the timer is done with, and no pin is left.
bool tarry__alarm_has_fired(struct tarry_context *cx, struct tarry_timer *timer);
// tarry__alarm_clear takes an alarm back that has not fired as far as tarry__alarm_has_fired said.
void tarry__alarm_clear(struct tarry_context *cx, struct tarry_timer *timer);

// tarry__alarm_fire wakes the tasks of up to `count` timers that are due.
void tarry__alarm_fire(struct tarry_worker *worker, unsigned count);

#endif
