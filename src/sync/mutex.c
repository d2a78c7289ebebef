// The mutex. Its word, `state`, is 0: unlocked; or the address of who holds it (owner.h) and three
// bits: CONTENDED while anybody waits; GUARDED while somebody changes `waiters`, which is his alone
// then, as is the word; HANDED if who holds it waited in the list before.
//
// Legal changes of the word:
//   1. 0 -> owner (acquire): lock and try_lock
//   2. owner -> 0 (release): unlock, if nobody waits. What it releases the next 1 acquires
//   3. owner, with or without CONTENDED -> the same, GUARDED (acquire): who has to wait; who is
//      cancelled; and unlock, if somebody waits
//   4. GUARDED -> what it was before, with CONTENDED if anybody waits now (release), by who did 3:
//      who waits has joined the list, or left it
//   5. GUARDED -> next owner, HANDED, CONTENDED if others wait (release), by an unlock that did 3: the
//      first waiter was taken out of the list, GIVEN, and woken. His poll acquires it, and with it what
//      the last owner did
// So without GUARDED it is CONTENDED if, and only if, the list is not empty: it is never 0 while
// anybody waits, nobody can overtake, and it is first come, first served.
//
// The mutex may lie in what is freed by the next owner: 2 and 5 are the last touch. Who polls as
// soon as he is woken, before 5, finds another owner or GUARDED, and waits for 5 in 3.
//
// A waiter that was given the mutex has it, cancelled or not. His phase is written by others under
// GUARDED only, so his own task may read it without, once the word, without GUARDED, names that
// task as the owner: 5, or another arm of a race has the mutex, and nobody but this task can give it.
//
// Before it joins the list a task looks for a while whether the mutex is unlocked. For where
// sections are short that is sooner than being woken; and once a few wait in the list who all come
// back at once, each lock is a switch of tasks for ever. It does so only while nobody waits, so it
// overtakes nobody; only while the owner is a task that runs, so not if that waits in its section,
// nor if it was just HANDED the mutex; only if each worker has a processor for itself. Looking in
// vain, at a long section, makes it look for half as long the next time (`vain`).
#include "sync/mutex.h"

#include "base/clock.h"
#include "base/system.h"
#include "runtime/misuse.h"
#include "sync/owner.h"
#include "sync/wait_list.h"

#include <errno.h>

typedef struct tarry_mutex Mutex;
typedef struct tarry_mutex_lock__future Lock;

enum { CONTENDED = 1, GUARDED = 2, HANDED = 4, BITS = CONTENDED | GUARDED | HANDED };

enum {
    PAUSES = 32,    // between two looks: about a microsecond, in which the owner gets on with it
    ASKED_MAX = 16, // workers
    VAIN_MAX = 7,
};

static const int64_t look_ns_max = 100000; // others' turns on a processor are mostly shorter

_Static_assert(_Alignof(struct tarry_task) > BITS, "the bits have room in an owner's address");
_Static_assert(sizeof(Mutex) == 24 && sizeof(Lock) == 40, "public layouts stay as they are");

static _Atomic uintptr_t *word(Mutex *mutex) {
    return (_Atomic uintptr_t *)&mutex->state;
}

static _Atomic uint32_t *vain(Mutex *mutex) {
    return tarry__atomic_u32(&mutex->vain);
}

static uintptr_t owner_in(uintptr_t state) {
    return state & ~(uintptr_t)BITS;
}

// 1.
static bool take(Mutex *mutex, uintptr_t owner) {
    uintptr_t unlocked = tarry__load(word(mutex), relaxed);
    return unlocked == 0 &&
           tarry__quick_compare_exchange(word(mutex), &unlocked, owner, acquire, relaxed);
}

static uintptr_t holder(Mutex *mutex) {
    return owner_in(tarry__load(word(mutex), relaxed));
}

bool tarry__mutex_is_held_here(Mutex *mutex) {
    return holder(mutex) == tarry__owner_here();
}

// 3, or 1 if it is unlocked and there is an owner to be. Returns what it was.
static uintptr_t guard(Mutex *mutex, uintptr_t owner) {
    uintptr_t old = tarry__load(word(mutex), relaxed), wanted;
    unsigned spins = 0;
    do {
        while (old & GUARDED) {
            tarry__lock_pause(&spins);
            old = tarry__load(word(mutex), relaxed);
        }
        wanted = old == 0 ? owner : old | GUARDED;
    } while (!tarry__quick_compare_exchange(word(mutex), &old, wanted, acquire, relaxed));
    return old;
}

// 4.
static void unguard(Mutex *mutex, uintptr_t old) {
    uintptr_t contended = mutex->waiters ? CONTENDED : 0;
    tarry__store(word(mutex), (old & ~(uintptr_t)CONTENDED) | contended, release);
}

bool tarry__mutex_enqueue(Mutex *mutex, struct tarry_waiter *waiter) {
    tarry__store(tarry__wait_phase(waiter), TARRY__WAIT_GIVEN, relaxed);
    uintptr_t old = guard(mutex, (uintptr_t)waiter->task);
    if (old == 0) {
        return false;
    }
    tarry__wait_list_push(&mutex->waiters, waiter, waiter->task);
    unguard(mutex, old);
    return true;
}

// Whether its word shows that a waiter of the running task is GIVEN. False says nothing.
static bool shows_given(Mutex *mutex, struct tarry_waiter *waiter) {
    uintptr_t state = tarry__load(word(mutex), acquire);
    return (state & ~(uintptr_t)(CONTENDED | HANDED)) == (uintptr_t)waiter->task &&
           tarry__load(tarry__wait_phase(waiter), relaxed) == TARRY__WAIT_GIVEN;
}

bool tarry__mutex_was_given(Mutex *mutex, struct tarry_waiter *waiter) {
    if (shows_given(mutex, waiter)) {
        return true;
    }
    uintptr_t old = guard(mutex, 0);
    bool given = waiter->phase == TARRY__WAIT_GIVEN;
    unguard(mutex, old);
    return given;
}

// ---- lock ----

// Looks once more, and learns. True: 1 was done.
static bool look(Mutex *mutex, struct tarry_context *cx, uintptr_t *state) {
    *state = 0;
    if (!tarry__compare_exchange(word(mutex), state, (uintptr_t)cx->task, acquire, relaxed)) {
        return false;
    }
    uint32_t in_vain = tarry__load(vain(mutex), relaxed);
    if (in_vain > 0) {
        tarry__store(vain(mutex), in_vain - 1, relaxed);
    }
    return true;
}

// Whether `task` is running just now, on some worker; or may be.
static bool is_running(struct tarry_context *cx, uintptr_t task) {
    struct tarry_runtime *runtime = cx->worker->runtime;
    for (unsigned i = 0; i < runtime->worker_count && i < ASKED_MAX; i++) {
        if ((uintptr_t)tarry__load(&runtime->workers[i].running, acquire) == task) {
            return true;
        }
    }
    return runtime->worker_count > ASKED_MAX;
}

// Whether the mutex may be unlocked soon. *state is what its word was last.
static bool is_promising(Mutex *mutex, struct tarry_context *cx, uintptr_t *state) {
    uintptr_t before;
    do { // an owner that runs no more may have unlocked it first
        before = *state;
        if (before == 0) {
            return true;
        }
        if (!(before & BITS) && before != (uintptr_t)cx->task && is_running(cx, before)) {
            return true;
        }
        *state = tarry__load(word(mutex), relaxed);
    } while (*state != before);
    return false;
}

// Whether it was in vain. *until: 0 at first.
static bool is_over(Mutex *mutex, int64_t *until) {
    uint32_t in_vain = tarry__load(vain(mutex), relaxed);
    int64_t now = tarry__clock_now();
    if (*until == 0) {
        *until = now + (look_ns_max >> in_vain);
    }
    bool over = now > *until;
    if (over && in_vain < VAIN_MAX) {
        tarry__store(vain(mutex), in_vain + 1, relaxed);
    }
    return over;
}

// Looks for a while whether it is unlocked. True: 1 was done.
static bool look_for_a_while(Mutex *mutex, struct tarry_context *cx) {
    uintptr_t state = tarry__load(word(mutex), relaxed);
    int64_t until = 0;
    while (is_promising(mutex, cx, &state)) {
        for (unsigned i = 0; i < PAUSES; i++) {
            tarry__cpu_relax();
        }
        if (look(mutex, cx, &state)) {
            return true;
        }
        if (is_over(mutex, &until)) {
            return false;
        }
        tarry__system_yield(); // the owner may be waiting for this very processor
    }
    return false;
}

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
    if (cx->worker->runtime->may_spin && look_for_a_while(mutex, cx)) {
        return true;
    }
    self->state = 1;
    self->waiter.task = cx->task;
    return !tarry__mutex_enqueue(mutex, &self->waiter);
}

// A later poll.
static bool go_on(Lock *self, struct tarry_context *cx) {
    Mutex *mutex = self->mutex;
    if (shows_given(mutex, &self->waiter)) {
        return true;
    }
    uintptr_t old = guard(mutex, 0);
    bool given = self->waiter.phase == TARRY__WAIT_GIVEN;
    bool cancelled = !given && tarry__is_cancelled(cx);
    if (cancelled) {
        tarry__wait_list_remove(&mutex->waiters, &self->waiter);
        self->result = -ECANCELED;
    }
    unguard(mutex, old);
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

// 2.
static bool let_go(Mutex *mutex, uintptr_t state) {
    return !(state & (CONTENDED | GUARDED)) &&
           tarry__quick_compare_exchange(word(mutex), &state, 0, release, relaxed);
}

// 5.
static void hand_over(Mutex *mutex) {
    struct tarry_waiter *first = mutex->waiters;
    uintptr_t next = (uintptr_t)first->task | HANDED;
    tarry__wait_list_give(&mutex->waiters, first, 0);
    tarry__store(word(mutex), next | (mutex->waiters ? CONTENDED : 0), release);
}

void tarry_mutex_unlock(Mutex *mutex) {
    uintptr_t state = tarry__load(word(mutex), relaxed);
    uintptr_t owner = owner_in(state);
    tarry__require(owner != 0, "tarry_mutex_unlock: this mutex is not locked", mutex);
    tarry__require(owner == tarry__owner_here(),
                   "tarry_mutex_unlock: another task or thread has locked this mutex", mutex);
    while (!let_go(mutex, state)) {
        state = guard(mutex, 0);
        if (mutex->waiters) {
            hand_over(mutex);
            return;
        }
        unguard(mutex, state);
    }
}
