// A runtime's clock: the time its tasks see. It can be paused, for tests: then time stands still
// while anybody has something to do, and when nobody has, it goes on, at once, to the next timer.
// <tarry/clock.h> is what users see of it.
//
// Who moves a paused clock. Each worker, before it waits in its reactor:
//   1. publishes (struct tarry__clock_place) the first deadline of its own timers
//   2. goes ASLEEP (idle.h), and looks at its mail for the last time
//   3. stands: says that it has come here, and looks whether all workers stand, ASLEEP, without mail, nothing is injected, and no blocking call
//      is under way. If so it takes the lock, looks again, moves the clock to the first deadline of
//      all, and notifies the workers whose timers are due then, itself included
// 3 is Dekker's: who says so last sees all the others there. Whatever keeps a worker from moving the clock is a worker that is awake, and
// looks in its turn; or a call, whose end is mail. A worker that was notified is not ASLEEP, so
// the time does not go on before its timers have fired and what follows of it is over.
//
// Operations in flight are not the time's: they may end any moment, or never. What tasks have done
// to each other's is there at once, though, and has to be found first:
//   4. a worker that has run tasks counts that (`epoch`) before it stands. One that has operations
//      in flight looks at its reactor before it stands, and confirms the epoch it knew before
//      that look. Whoever would move the clock notifies those who have not confirmed the last one,
//      even if they are just coming back from the kernel, and lets the last of them do it
//   5. then it waits a little of the system's time for what comes from elsewhere. If the kernel
//      has something for any worker after that, or anybody has come to 3 meanwhile (`turns`), that
//      worker will come to 3 in its turn
//
// Pausing and resuming notify all workers: each comes by here, or waits for the system's time
// again. Whoever advances the clock waits in a list, under the lock: he is woken when all else is
// asleep and no timer is due before the time he waits for (or at it).
#ifndef TARRY_RUNTIME_CLOCK_H
#define TARRY_RUNTIME_CLOCK_H

#include <tarry/clock.h>

#include "base/atomic.h"
#include "base/clock.h"

struct tarry_worker;
struct tarry_runtime;

struct tarry__runtime_clock {
    struct tarry__clock clock;
    _Atomic uint32_t walls; // counts sudden changes of the wall clock
    _Atomic uint32_t turns; // counts the times a worker came to 3
    _Atomic uint32_t epoch; // counts the times a worker stopped running tasks
    _Atomic uint32_t lock;
    // ---- under the lock ----
    bool by_hand;                     // moves for who advances it only
    struct tarry_clock_waiter *first; // by `until`
};

// A worker's part.
struct tarry__clock_place {
    // ---- the owner's ----
    uint32_t calls; // blocking calls of its tasks under way
    uint32_t walls_seen;
    struct tarry_wall_link *wall_sleepers; // wall.c
    bool published;                        // since it last awoke
    uint32_t polls_seen;                   // of the worker's `polls`, when it last stopped
    // ---- published while it sleeps ----
    _Atomic int64_t next;
    _Atomic uint32_t busy;      // enum tarry__clock_busy
    _Atomic uint32_t confirmed; // 4
    _Atomic bool stands;        // it has come to 3
};

enum tarry__clock_busy {
    TARRY__CLOCK_QUIET = 0,
    TARRY__CLOCK_IN_FLIGHT = 1, // operations: they may end soon
    TARRY__CLOCK_CALLING = 2,   // blocking calls: the time waits for them
};

// tarry__now returns the time of the calling thread's runtime; the system's on a thread without one.
int64_t tarry__now(void);
int64_t tarry__wall_now(void);

// tarry__clock_deadline returns the system's time until which `worker`, which is about to park,
// may wait; INT64_MIN if there is something to do now. Publishes (1).
int64_t tarry__clock_deadline(struct tarry_worker *worker);
// tarry__clock_idle: `worker` is ASLEEP, and the clock is paused: 3. Returns whether something has
// happened, and it has not to wait.
bool tarry__clock_idle(struct tarry_worker *worker);
// tarry__clock_rise: it has been asleep, or not even that.
static inline void tarry__clock_rise(struct tarry__clock_place *place) {
    if (tarry__load(&place->stands, relaxed)) {
        tarry__store(&place->stands, false, release);
    }
}

// tarry__clock_look tells the tasks of `worker` that sleep by the wall clock, when that has changed.
void tarry__clock_look(struct tarry_worker *worker);

#endif
