// The mutex. Its word, `state`, is 0: unlocked; or the address of who holds it (owner.h), plus
// CONTENDED while anybody waits. `waiters` is guarded by `lock`.
//
// Legal changes of the word:
//   1. 0 -> owner (acquire): lock and try_lock, without `lock`
//   2. owner -> 0 (release): unlock, without `lock`. What it releases the next 1 acquires
//   3. owner -> owner + CONTENDED: who has to wait, under `lock`, before he joins the list
//   4. owner + CONTENDED -> next owner, + CONTENDED if others wait: unlock, under `lock`: the first
//      waiter is given the mutex. His poll takes the lock, and with that acquires what the last
//      owner released by giving it
//   5. owner + CONTENDED -> owner: the last waiter was cancelled, and leaves, under `lock`
// With CONTENDED only who has `lock` changes the word; without it nobody waits. So it is never 0
// while anybody waits, nobody can overtake, and it is first come, first served.
//
// The mutex may lie in what is freed by the next owner: 2 is the last touch, and in 4 that owner has
// to wait for `lock`. So unlock does not set the word to 0 while it has `lock`, but tries 2 again.
//
// A waiter that was given the mutex has it, cancelled or not.
#include "sync/mutex.h"

#include "sync/misuse.h"
#include "sync/owner.h"
#include "sync/wait_list.h"

#include <errno.h>

typedef struct tarry_mutex Mutex;
typedef struct tarry_mutex_lock__future Lock;

enum { CONTENDED = 1 };

_Static_assert(sizeof(Mutex) == 24 && sizeof(Lock) == 64, "public layouts stay as they are");

static _Atomic uintptr_t *word(Mutex *mutex) {
    return (_Atomic uintptr_t *)&mutex->state;
}

static void guard_take(Mutex *mutex) {
    tarry__lock_take(tarry__atomic_u32(&mutex->lock));
}

static void guard_give(Mutex *mutex) {
    tarry__lock_give(tarry__atomic_u32(&mutex->lock));
}

// 1.
static bool take(Mutex *mutex, uintptr_t owner) {
    uintptr_t unlocked = 0;
    return tarry__quick_compare_exchange(word(mutex), &unlocked, owner, acquire, relaxed);
}

static uintptr_t holder(Mutex *mutex) {
    return tarry__load(word(mutex), relaxed) & ~(uintptr_t)CONTENDED;
}

bool tarry__mutex_is_held_here(Mutex *mutex) {
    return holder(mutex) == tarry__owner_here();
}

// 1 or 3. Whether the word says now that somebody waits.
static bool take_or_contend(Mutex *mutex, uintptr_t owner) {
    uintptr_t old = tarry__load(word(mutex), relaxed);
    uintptr_t wanted;
    do {
        wanted = old == 0 ? owner : old | CONTENDED;
    } while (!tarry__quick_compare_exchange(word(mutex), &old, wanted, acquire, relaxed));
    return wanted != owner;
}

bool tarry__mutex_enqueue(Mutex *mutex, struct tarry_waiter *waiter) {
    if (!take_or_contend(mutex, (uintptr_t)waiter->task)) {
        waiter->phase = TARRY__WAIT_GIVEN;
        return false;
    }
    struct tarry_context as_before = {.task = waiter->task, .worker = waiter->worker};
    tarry__wait_list_push(&mutex->waiters, waiter, &as_before);
    return true;
}

// ---- lock ----

// The first poll. True: it has an answer.
static bool begin(Lock *self, struct tarry_context *cx) {
    Mutex *mutex = self->mutex;
    bool cancelled = tarry__is_cancelled(cx);
    if (!tarry__budget_spend(cx)) {
        return false;
    }
    if (cancelled) {
        self->result = -ECANCELED;
        return true;
    }
    self->result = 0;
    if (__builtin_expect(take(mutex, (uintptr_t)cx->task), 1)) {
        return true;
    }
    // In a race the task may be in another arm, and unlock it there.
    tarry__require(cx->races > 0 || holder(mutex) != (uintptr_t)cx->task,
                   "tarry_mutex_lock: the task has locked this mutex already", mutex);
    self->state = 1;
    self->waiter.task = cx->task;
    self->waiter.worker = cx->worker;
    guard_take(mutex);
    bool waits = tarry__mutex_enqueue(mutex, &self->waiter);
    guard_give(mutex);
    return !waits;
}

// 5. The running task waits no longer.
static void leave(Mutex *mutex, struct tarry_waiter *waiter) {
    tarry__wait_list_remove(&mutex->waiters, waiter);
    if (!mutex->waiters) {
        (void)tarry__quick_fetch_and(word(mutex), ~(uintptr_t)CONTENDED, relaxed);
    }
}

// A later poll.
static bool go_on(Lock *self, struct tarry_context *cx) {
    Mutex *mutex = self->mutex;
    guard_take(mutex);
    bool given = self->waiter.phase == TARRY__WAIT_GIVEN;
    bool cancelled = !given && tarry__is_cancelled(cx);
    if (cancelled) {
        leave(mutex, &self->waiter);
        self->result = -ECANCELED;
    }
    guard_give(mutex);
    return given || cancelled;
}

bool tarry_mutex_lock__poll(void *future, struct tarry_context *cx) {
    Lock *self = future;
    return self->state == 0 ? begin(self, cx) : go_on(self, cx);
}

const struct tarry_function tarry_mutex_lock__function = {
    .name = "tarry_mutex_lock",
    .file = "tarry/mutex.h",
    .poll = tarry_mutex_lock__poll,
    .size = sizeof(Lock),
    .alignment = _Alignof(Lock),
    .result_size = sizeof(int),
    .state_offset = offsetof(Lock, state),
    .flags = TARRY_FUNCTION_RESULT_SIGNED | TARRY_FUNCTION_LEAF,
};

int tarry_mutex_try_lock(Mutex *mutex) {
    return take(mutex, tarry__owner_here()) ? 0 : -EAGAIN;
}

// ---- unlock ----

// 2. The last touch of the mutex.
static bool let_go(Mutex *mutex, uintptr_t owner) {
    return tarry__quick_compare_exchange(word(mutex), &owner, 0, release, relaxed);
}

// 4. False: nobody waits any more.
static bool hand_over(Mutex *mutex) {
    guard_take(mutex);
    struct tarry_waiter *first = tarry__wait_list_first(&mutex->waiters);
    if (first) {
        bool others = tarry__wait_list_next(&mutex->waiters, first);
        tarry__store(word(mutex), (uintptr_t)first->task | (others ? CONTENDED : 0u), relaxed);
        tarry__wait_list_give(&mutex->waiters, first, 0);
    }
    guard_give(mutex);
    return first;
}

void tarry_mutex_unlock(Mutex *mutex) {
    uintptr_t state = tarry__load(word(mutex), relaxed);
    uintptr_t owner = state & ~(uintptr_t)CONTENDED;
    tarry__require(owner != 0, "tarry_mutex_unlock: this mutex is not locked", mutex);
    tarry__require(owner == tarry__owner_here(),
                   "tarry_mutex_unlock: another task or thread has locked this mutex", mutex);
    while (!let_go(mutex, owner) && !hand_over(mutex)) {
    }
}
