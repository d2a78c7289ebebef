// Timers: a hierarchical wheel for each worker (Varghese and Lauck 1987, scheme 6). Arming and
// cancelling are O(1), taking what is due costs each timer at most one move a level, and all work
// is done in pieces of the caller's size, so that a million timers with one deadline leave room for
// other work between them.
//
// A tick is 32.768 microseconds. A timer belongs to the first tick whose start is not before its
// deadline, so it is never early, and late by less than a tick. Six levels of 256 slots reach past
// INT64_MAX nanoseconds. A timer lies in the level of the highest byte in which its tick differs
// from `current`, at the slot that byte names. Its tick comes when `current` does: entering a slot
// of level 0 makes its timers due, entering one of a higher level moves them further down.
//
// A timer is in one of the wheel's lists or none. Only the wheel's worker calls any of this.
#ifndef TARRY_RUNTIME_TIMER_H
#define TARRY_RUNTIME_TIMER_H

#include <tarry/time.h>

enum {
    TARRY__TIMER_TICK_SHIFT = 15,
    TARRY__TIMER_LEVELS = 6,
    TARRY__TIMER_SLOTS = 256,
};

// Lists are circular through a head; the head of a slot is set up when its bit in `occupied` is.
struct tarry__timer_wheel {
    uint64_t current;               // the tick up to which every slot has been entered
    uint64_t count;                 // armed timers, the due ones included
    struct tarry_timer_link due;    // their tick has come
    struct tarry_timer_link moving; // of an entered slot, still to be put into lower levels
    uint64_t occupied[TARRY__TIMER_LEVELS][TARRY__TIMER_SLOTS / 64];
    struct tarry_timer_link slots[TARRY__TIMER_LEVELS][TARRY__TIMER_SLOTS];
};

// tarry__timer_wheel_init: `now` is the clock's time.
void tarry__timer_wheel_init(struct tarry__timer_wheel *wheel, int64_t now);

// tarry__timer_arm puts `timer`, whose deadline is set, into the wheel. tarry__timer_cancel takes
// an armed one out.
void tarry__timer_arm(struct tarry__timer_wheel *wheel, struct tarry_timer *timer);
void tarry__timer_cancel(struct tarry__timer_wheel *wheel, struct tarry_timer *timer);

// tarry__timer_take returns a timer that is due at `now` and takes it out, or NULL. Each timer
// moved or taken costs one of `work`; with work 0 it returns NULL although more may be due.
struct tarry_timer *tarry__timer_take(struct tarry__timer_wheel *wheel, int64_t now,
                                      unsigned *work);

// tarry__timer_next returns when there is something to do next: INT64_MAX never, INT64_MIN at once.
// Not after the first deadline, maybe before it.
int64_t tarry__timer_next(const struct tarry__timer_wheel *wheel);

// For a paused clock, which is exact to the nanosecond:
// tarry__timer_first returns the first deadline of all armed timers; INT64_MAX if there is none.
int64_t tarry__timer_first(const struct tarry__timer_wheel *wheel);
// tarry__timer_take_early takes out a timer whose deadline is `now` or before although its tick has
// not come; NULL if there is none. After tarry__timer_take has found none with work left.
struct tarry_timer *tarry__timer_take_early(struct tarry__timer_wheel *wheel, int64_t now);

#endif
