// The clock door: the system's clocks, and clocks that show what the system's do until somebody
// stops them.
#ifndef TARRY_BASE_CLOCK_H
#define TARRY_BASE_CLOCK_H

#include "base/atomic.h"

// tarry__clock_now returns CLOCK_MONOTONIC in nanoseconds. Any thread, signal handlers too.
int64_t tarry__clock_now(void);
// tarry__clock_wall_now returns CLOCK_REALTIME in nanoseconds since 1970.
int64_t tarry__clock_wall_now(void);

// A clock that can be paused and moved on. All zero: it shows what the system's clocks do.
//
// Readers take no lock. A writer, one at a time (`lock`), makes `sequence` odd, changes the rest,
// and makes it even; a reader that saw the same even number before and after has read one state.
// Each of a writer's stores to the fields releases the odd number to a reader's load of them, an
// acquire, so that who read a changed field sees that the number has changed.
struct tarry__clock {
    _Atomic uint32_t lock;
    _Atomic uint32_t sequence;
    _Atomic bool paused;
    _Atomic int64_t time; // paused: what it shows; else what is added to the system's
    _Atomic int64_t wall; // paused: from `time` to the wall clock's time
};

// tarry__clock_time returns what the clock shows; it never goes back. tarry__clock_wall_time: the
// wall clock of it. Any thread, but no signal handler.
int64_t tarry__clock_time(struct tarry__clock *clock);
int64_t tarry__clock_wall_time(struct tarry__clock *clock);
// tarry__clock_system_time returns the system's time at which a running clock will show `time`.
int64_t tarry__clock_system_time(struct tarry__clock *clock, int64_t time);

// tarry__clock_is_paused: a hint to who does not hold up those that pause it.
static inline bool tarry__clock_is_paused(struct tarry__clock *clock) {
    return tarry__load(&clock->paused, relaxed);
}

// tarry__clock_pause stops it where it is, tarry__clock_resume lets it go on from there, as far as
// the time goes; the wall clock becomes the system's again. They may be called twice.
void tarry__clock_pause(struct tarry__clock *clock);
void tarry__clock_resume(struct tarry__clock *clock);
// tarry__clock_move moves a paused clock on to `time`, and its wall clock with it; never back.
void tarry__clock_move(struct tarry__clock *clock, int64_t time);
// tarry__clock_set_wall sets the wall clock of a paused clock. False: it is not paused.
bool tarry__clock_set_wall(struct tarry__clock *clock, int64_t wall);

#endif
