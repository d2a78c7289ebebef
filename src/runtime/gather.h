// Gathering: whether it pays that several workers serve descriptors, found out by trying.
//
// Work behind descriptors comes in small pieces. Two workers that share it wake each other for a few of them, move
// descriptors from one reactor to the other, and take turns with whoever else wants their processors; and then they may
// do less together than one of them alone: line echo with its client on the same two processors, 64 connections: 140
// thousand requests a second at 9.5 us of processor time by two, 196 at 5.1 by one. Where there are processors to spare, two
// do nearly twice as much. No worker can see which it is; but what all do in a millisecond can be counted. So:
//   1. SHARED, as idle.h says. Where workers take from each other again and again, most tasks run because of a descriptor, the
//      tasks are short, and all together are busy no longer than one and three quarters of a worker would be, gathering is tried
//   2. TRIED: what is ready is left to its owner unless that has it for long (TARRY__GATHER_SHARE_NS), and a task that is about
//      to wait for a descriptor anywhere else goes home first: to the worker that did most. If less is done than before, they share
//      again, at once if much less, and the next trial comes later each time: from 1/8 s to 16 s
//   3. GATHERED: they did as much. That takes one processor, and no wakes. It is looked at again when the worker at home has become
//      one that never sleeps, and, if it was one already, after a while, longer each time:
//   4. CHECKED: they share. If clearly more is done now, it stays so
// Other work, in any of them, is shared.
// A window is a few ticks of the kernel's clock, since who has to wait for a processor waits that long. So a server whose work
// is too much for one worker loses a window in seconds by it, and one whose load grows shares a window or two later than
// it could. A task that keeps the worker at home from everything else ends it at once (idle.c's sentinel).
//
// Who judges: a worker that comes by when the window has ended (`judge_at`, by compare-and-exchange: one at a time, acquiring
// what the last one released). What it reads of the workers are hints; `home` is one too: a worker that reads it late shares, or
// leaves what lies in a ring to its owner, as it may do in any case (idle.h, "left").
#ifndef TARRY_RUNTIME_GATHER_H
#define TARRY_RUNTIME_GATHER_H

#include "base/atomic.h"

#include <stddef.h>

struct tarry_runtime;

// While work is gathered, what would keep its owner for so long is worth sharing.
enum { TARRY__GATHER_SHARE_NS = 2000000 };

enum tarry__gather_state {
    TARRY__GATHER_SHARED = 0,
    TARRY__GATHER_TRIED,
    TARRY__GATHER_GATHERED,
    TARRY__GATHER_CHECKED,
};

// What happened in a window.
struct tarry__gather_sums {
    int64_t took;    // nanoseconds
    int64_t busy;    // of all workers, not parked
    int64_t busiest; // of the one that did most
    uint64_t polls;  // tasks run
    uint64_t waits;  // of those, because of a descriptor
    uint64_t steals; // how often one took from another
    unsigned workers;
};

// The judge's memory.
struct tarry__gather_trial {
    enum tarry__gather_state state;
    unsigned windows;      // since this state began
    uint64_t rate, before; // waits a second: in this state, on average, and in the one before
    int64_t wait_shared;   // until the next trial, and until the next check: nanoseconds, growing
    int64_t wait_gathered;
    int64_t next_at, soon_at; // soon: of a check, if the worker at home had slept in between
    unsigned full;            // of the last windows, those in which the worker at home never slept
    bool was_full;            // and it has not slept since the last check
};

struct tarry__gather {
    _Alignas(64) _Atomic uint32_t
        home;                 // 0: work is shared; else the index, plus one, of the worker at home
    _Atomic int64_t judge_at; // INT64_MAX: somebody does
    // ---- the judge's ----
    int64_t began; // 0: no window has
    struct tarry__gather_trial trial;
};

// What a worker tells, and what the judge knew of it last.
struct tarry__gather_place {
    _Atomic uint32_t waits;
    _Atomic uint32_t steals;
    _Atomic int64_t slept;
    // ---- the judge's ----
    uint32_t polls_seen, waits_seen, steals_seen;
    int64_t slept_seen;
};

// tarry__gather_judge is the decision alone: whether work shall be gathered after a window with these sums, that ended `now`.
bool tarry__gather_judge(struct tarry__gather_trial *trial, const struct tarry__gather_sums *sums,
                         int64_t now);

// tarry__gather_look judges if it is time. Any worker of a runtime that has several.
void tarry__gather_look(struct tarry_runtime *runtime, int64_t now);

// tarry__gather_note counts one more; the owner.
static inline void tarry__gather_note(_Atomic uint32_t *count) {
    tarry__store(count, tarry__load(count, relaxed) + 1, relaxed);
}

static inline uint32_t tarry__gather_home(struct tarry__gather *gather) {
    return tarry__load(&gather->home, relaxed);
}

// tarry__gather_end: a worker is stuck; work is shared from now on.
static inline void tarry__gather_end(struct tarry__gather *gather) {
    if (tarry__gather_home(gather)) {
        tarry__store(&gather->home, 0, relaxed);
    }
}

#endif
