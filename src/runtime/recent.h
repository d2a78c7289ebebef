// The slot for the task woken last (worker.h). Its worker fills and empties it at every other switch of
// tasks, which no atomic read-modify-write should cost; a sentinel empties it while the worker stands
// still in a long task, once a millisecond at most (idle.c).
//
// Protocol:
//   1. put (owner) into an empty one: store (release). Nobody else fills it, so it was still empty
//   2. change (owner): take, or put into a full one
//      a. `busy` is set (quickly, see below)
//      b. NOBODY in `thieves` (seq_cst): load, store. Else: exchange
//      c. `busy` is cleared (release)
//   3. steal
//      a. `thieves`: NOBODY -> SOMEBODY (seq_cst). If it is not NOBODY: leave it
//      b. the barrier
//      c. `busy` is not set (seq_cst): exchange. Else: leave it
//      d. `thieves`: -> NOBODY (release)
// Either 2b sees 3a, or 3c sees 2a (Dekker's pattern), so no thief is between 3b and 3d while the owner
// is about a load and a store of two steps. 3c acquires 2c, and 2b acquires 3d, so each finds what
// the other left.
//
// The quick side, 2a, is a store that only the compiler keeps in its place: what makes a processor
// see it before its own 2b is the barrier of the other side, membarrier(2), which has every processor
// that runs a thread of this process pass a full barrier. Without it `thieves` is ALWAYS, constant:
// both sides exchange. (That one side pays for both is from Dice, Huang and Yang, "Asymmetric Dekker
// synchronization", 2001; the Linux call is for it.)
//
// A call that worked at the start may be refused later, by a seccomp filter set up meanwhile. `thieves` becomes ALWAYS then,
// and this look takes nothing. The next comes a millisecond later (idle.c), when an owner who was about 2b without
// having seen it is done, or has had to leave his processor in the midst of it, with `busy` there for all to see: 3c. That is
// an argument from time, and the only one.
#ifndef TARRY_RUNTIME_RECENT_H
#define TARRY_RUNTIME_RECENT_H

#include "base/atomic.h"
#include "base/system.h"

struct tarry_task;

enum tarry__recent_thieves {
    TARRY__THIEVES_NOBODY = 0,
    TARRY__THIEVES_SOMEBODY,
    TARRY__THIEVES_ALWAYS,
};

struct tarry__recent {
    _Atomic(struct tarry_task *) task;
    _Atomic uint8_t busy;
    _Atomic uint8_t thieves; // enum tarry__recent_thieves
};

// All zero is valid, and empty; for who has no barrier `thieves` is set before others know of it.

// tarry__recent_is_empty (owner; others see it late). seq_cst: see idle.h.
static inline bool tarry__recent_is_empty(struct tarry__recent *recent) {
    return !tarry__load(&recent->task, seq_cst);
}

// tarry__recent_change (owner) puts `task` in, NULL: nothing. Returns what was in it.
static inline struct tarry_task *tarry__recent_change(struct tarry__recent *recent,
                                                      struct tarry_task *task) {
    struct tarry_task *old;
    tarry__store_quickly(&recent->busy, 1);
    if (__builtin_expect(tarry__load(&recent->thieves, seq_cst) == TARRY__THIEVES_NOBODY, 1)) {
        old = tarry__load(&recent->task, relaxed);
        tarry__store(&recent->task, task, relaxed); // released by 2c
    } else {
        old = tarry__exchange(&recent->task, task, acq_rel);
    }
    tarry__store(&recent->busy, 0, release);
    return old;
}

// tarry__recent_put (owner) is tarry__recent_change to a task.
static inline struct tarry_task *tarry__recent_put(struct tarry__recent *recent,
                                                   struct tarry_task *task) {
    if (tarry__load(&recent->task, relaxed)) {
        return tarry__recent_change(recent, task);
    }
    tarry__store(&recent->task, task, release); // 1
    return NULL;
}

// tarry__recent_steal (anyone) takes it out. NULL: it is empty, or cannot be had now.
static inline struct tarry_task *tarry__recent_steal(struct tarry__recent *recent) {
    uint8_t thieves = TARRY__THIEVES_NOBODY;
    if (!tarry__compare_exchange(&recent->thieves, &thieves, TARRY__THIEVES_SOMEBODY, seq_cst,
                                 relaxed)) {
        bool may = thieves == TARRY__THIEVES_ALWAYS && !tarry__load(&recent->busy, acquire);
        return may ? tarry__exchange(&recent->task, NULL, acquire) : NULL;
    }
    if (tarry__system_barrier() < 0) {
        tarry__store(&recent->thieves, TARRY__THIEVES_ALWAYS, seq_cst);
        return NULL;
    }
    struct tarry_task *task = NULL;
    if (!tarry__load(&recent->busy, seq_cst)) {
        task = tarry__exchange(&recent->task, NULL, acquire);
    }
    tarry__store(&recent->thieves, TARRY__THIEVES_NOBODY, release);
    return task;
}

#endif
