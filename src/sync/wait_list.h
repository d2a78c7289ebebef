// Who waits at a primitive (mutex, semaphore, channel, ...), first come, first served: a doubly
// linked ring through the waiters, which lie in the futures of the waits. The primitive has a
// pointer to the first, NULL: nobody waits.
//
// The protocol, as in runtime/scope.c, 3:
//   1. A list, and the waiters in it, are guarded by a lock of the primitive (base/lock.h).
//   2. A waiter is in the list as long as its phase is WAITING, which is not stored: where the phase
//      would be is the address of the one before it. Its own task takes it out
//      (_remove), or somebody else, who sets the phase and wakes the task before the lock is given
//      (_give).
//   3. A poll that finds its future started takes the lock before it looks at the phase. So a task
//      that was woken cannot end, and neither its future nor its runtime go away, while somebody is
//      still at it.
//   4. Giving the lock back is the last touch of the primitive: who was woken may free it as soon as
//      he had the lock.
//   5. Or chains, of what is taken out under the lock, and woken and given behind it: while TAKEN
//      its poll has nothing to do but to wait for the giver (_chain_await), who touches only the
//      waiter, last of all its phase. So neither the primitive nor its lock is touched after giving,
//      and who sees that he was given needs no lock.
// Only async code waits; but anybody may give: a task of another runtime, or a plain thread.
#ifndef TARRY_SYNC_WAIT_LIST_H
#define TARRY_SYNC_WAIT_LIST_H

#include <tarry/wait.h>

#include "base/lock.h"
#include "runtime/leaf.h"

#include <assert.h>
#include <errno.h>

// What a waiter's `phase` is. Anything else is an address: WAITING, in the list.
enum tarry__wait_phase {
    TARRY__WAIT_OUTSIDE = 0, // in no list: never was, or has left
    TARRY__WAIT_GIVEN,       // taken out by who gave it what it waited for
    TARRY__WAIT_TAKEN,       // taken out by who is about to do so, without the lock
};

static inline _Atomic(uintptr_t) *tarry__wait_phase(struct tarry_waiter *waiter) {
    return tarry__atomic_word(&waiter->phase);
}

// Under the lock.
static inline bool tarry__wait_list_still_waits(struct tarry_waiter *waiter) {
    return tarry__load(tarry__wait_phase(waiter), relaxed) > TARRY__WAIT_TAKEN;
}

// The one before a waiter in the list, under the lock. Its own task may look at its phase meanwhile.
static inline struct tarry_waiter *tarry__wait_previous(struct tarry_waiter *waiter) {
    return (struct tarry_waiter *)tarry__load(tarry__wait_phase(waiter), relaxed);
}

static inline void tarry__wait_set_previous(struct tarry_waiter *waiter,
                                            struct tarry_waiter *previous) {
    tarry__store(tarry__wait_phase(waiter), (uintptr_t)previous, relaxed);
}

// tarry__wait_may_begin is asked by a first poll. False: the poll returns at once; whether the wait
// has ended then says *result: -ECANCELED, it has; 0, there is no budget left, and the task was woken.
static inline bool tarry__wait_may_begin(struct tarry_context *cx, int *result) {
    *result = 0;
    if (!tarry__budget_spend(cx)) {
        return false;
    }
    *result = tarry__is_cancelled(cx) ? -ECANCELED : 0;
    return *result == 0;
}

static inline struct tarry_waiter *tarry__wait_list_first(struct tarry_waiter *const *list) {
    return *list;
}

// tarry__wait_list_next returns the waiter behind `waiter`; NULL: it is the last.
static inline struct tarry_waiter *tarry__wait_list_next(struct tarry_waiter *const *list,
                                                         const struct tarry_waiter *waiter) {
    return waiter->next == *list ? NULL : waiter->next;
}

// tarry__wait_list_push makes a task, which is the running one, or waits at something else, wait as
// the last: -> WAITING.
static inline void tarry__wait_list_push(struct tarry_waiter **list, struct tarry_waiter *waiter,
                                         struct tarry_task *task) {
    struct tarry_waiter *first = *list;
    waiter->task = task;
    if (!first) {
        *list = waiter->next = waiter;
        tarry__wait_set_previous(waiter, waiter);
        return;
    }
    struct tarry_waiter *last = tarry__wait_previous(first);
    waiter->next = first;
    tarry__wait_set_previous(waiter, last);
    last->next = waiter;
    tarry__wait_set_previous(first, waiter);
}

// Its phase is left to the caller.
static inline void tarry__wait_list_unlink(struct tarry_waiter **list,
                                           struct tarry_waiter *waiter) {
    assert(tarry__wait_list_still_waits(waiter));
    struct tarry_waiter *next = waiter->next;
    if (next == waiter) {
        *list = NULL;
        return;
    }
    __builtin_prefetch(next->task, 1); // the next one's turn comes soon, and it may have waited
    __builtin_prefetch(next->next, 1); // for so long that it is in no cache
    struct tarry_waiter *previous = tarry__wait_previous(waiter);
    tarry__wait_set_previous(next, previous);
    previous->next = next;
    if (*list == waiter) {
        *list = next;
    }
}

// tarry__wait_list_remove takes out a waiter that is WAITING: -> OUTSIDE.
static inline void tarry__wait_list_remove(struct tarry_waiter **list,
                                           struct tarry_waiter *waiter) {
    tarry__wait_list_unlink(list, waiter);
    tarry__store(tarry__wait_phase(waiter), TARRY__WAIT_OUTSIDE, relaxed);
}

// tarry__wait_list_give takes out a waiter that is WAITING, leaves `value` in it and wakes its task:
// -> GIVEN. Any thread.
static inline void tarry__wait_list_give(struct tarry_waiter **list, struct tarry_waiter *waiter,
                                         uintptr_t value) {
    tarry__wait_list_unlink(list, waiter);
    waiter->value = value;
    tarry__store(tarry__wait_phase(waiter), TARRY__WAIT_GIVEN, relaxed);
    tarry__task_wake_from_anywhere(waiter->task);
}

// tarry__wait_list_give_all does so with all of them.
static inline void tarry__wait_list_give_all(struct tarry_waiter **list, uintptr_t value) {
    while (*list) {
        tarry__wait_list_give(list, *list, value);
    }
}

// tarry__wait_list_give_openly does the same, and the waiter's poll may learn of it without the lock,
// from tarry__wait_list_was_given, which acquires what the giver did before: the phase is the last of
// the waiter that is touched. So 3 holds for the future, but not 4 for the primitive: who was woken
// must not free it before the giver's call has returned.
static inline void tarry__wait_list_give_openly(struct tarry_waiter **list,
                                                struct tarry_waiter *waiter) {
    tarry__wait_list_unlink(list, waiter);
    tarry__task_wake_from_anywhere(waiter->task);
    tarry__store(tarry__wait_phase(waiter), TARRY__WAIT_GIVEN, release);
}

// A chain is of waiters that were taken out of a list, and are given what they waited for, and woken,
// behind the lock. Empty: {0}.
struct tarry__wait_chain {
    struct tarry_waiter *first, *last;
};

// tarry__wait_list_take takes out a waiter that is WAITING, and makes it the last of a chain: -> TAKEN.
static inline void tarry__wait_list_take(struct tarry_waiter **list, struct tarry_waiter *waiter,
                                         struct tarry__wait_chain *chain) {
    tarry__wait_list_unlink(list, waiter);
    waiter->next = NULL;
    tarry__store(tarry__wait_phase(waiter), TARRY__WAIT_TAKEN, relaxed);
    *(chain->first ? &chain->last->next : &chain->first) = waiter;
    chain->last = waiter;
}

// tarry__wait_chain_give leaves `value` in them, and wakes them all: -> GIVEN, of each the last that is
// touched, which releases what was done before. Without the lock; the primitive may be gone.
static inline void tarry__wait_chain_give(struct tarry__wait_chain *chain, uintptr_t value) {
    for (struct tarry_waiter *waiter = chain->first, *next; waiter; waiter = next) {
        next = waiter->next;
        waiter->value = value;
        tarry__task_wake_from_anywhere(waiter->task);
        tarry__store(tarry__wait_phase(waiter), TARRY__WAIT_GIVEN, release);
    }
}

// tarry__wait_chain_await waits until a waiter that its poll found to be TAKEN is GIVEN: for a few
// instructions of the giver.
static inline void tarry__wait_chain_await(struct tarry_waiter *waiter) {
    unsigned spins = 0;
    while (tarry__load(tarry__wait_phase(waiter), acquire) != TARRY__WAIT_GIVEN) {
        tarry__lock_pause(&spins);
    }
}

// False says nothing: without the lock the giver may be about to give.
static inline bool tarry__wait_list_was_given(struct tarry_waiter *waiter) {
    return tarry__load(tarry__wait_phase(waiter), acquire) == TARRY__WAIT_GIVEN;
}

#endif
