// The lock for many readers or one writer. Its word, `state`, is `holders`, which is 0, or WRITER, or
// READER times the number of readers; plus CONTENDED while anybody waits. `waiters` is guarded by
// `lock`.
//
// Legal changes of the word, as the semaphore's (semaphore.c):
//   1. not CONTENDED: one more holder (acquire), or one less (release), without `lock`
//   2. -> CONTENDED (acquire), by who has `lock`: from now on it is his alone
//   3. -> any holders, without CONTENDED if nobody waits (release), by who has `lock`, before he
//      gives it
// Whoever takes somebody out of the list (an unlock, a waiter who leaves, a writer who becomes a
// reader) serves those who are first now: one writer, if there are no holders, or all readers up to the
// next writer. So the first waiter never waits for nothing, and nobody overtakes.
//
// A waiter's future has, as `wanted`, what he wants to add to the holders: READER or WRITER. Who was let in is in,
// cancelled or not. An unlock that finds nobody waiting gives `lock` back and tries 1 again: the next
// holder may free it all.
#include <tarry/rwlock.h>

#include "runtime/misuse.h"
#include "sync/owner.h"
#include "sync/wait_list.h"

#include <errno.h>

typedef struct tarry_rwlock Rwlock;
typedef struct tarry_rwlock_read_lock__future Read;
typedef struct tarry_rwlock_write_lock__future Write;

enum { CONTENDED = 1, WRITER = 2, READER = 4 };

static const uint32_t readers_max = UINT32_MAX / READER * READER; // as holders

_Static_assert(sizeof(Rwlock) == 24 && sizeof(Read) == 40 && sizeof(Write) == 40,
               "public layouts stay as they are");
_Static_assert(offsetof(Read, waiter) == offsetof(Write, waiter) &&
                   offsetof(Read, wanted) == offsetof(Write, wanted),
               "a waiter may lie in either");

static _Atomic uint32_t *word(Rwlock *rwlock) {
    return tarry__atomic_u32(&rwlock->state);
}

static _Atomic uintptr_t *writer(Rwlock *rwlock) {
    return (_Atomic uintptr_t *)&rwlock->writer;
}

static bool may_enter(uint32_t holders, uint32_t wanted) {
    return wanted == WRITER ? holders == 0 : !(holders & WRITER) && holders < readers_max;
}

// 1.
static bool enter(Rwlock *rwlock, uint32_t wanted, uintptr_t who) {
    uint32_t old = tarry__load(word(rwlock), relaxed);
    do {
        if ((old & CONTENDED) || !may_enter(old, wanted)) {
            return false;
        }
    } while (!tarry__quick_compare_exchange(word(rwlock), &old, old + wanted, acquire, relaxed));
    if (wanted == WRITER) {
        tarry__store(writer(rwlock), who, relaxed);
    }
    return true;
}

// 1. False: somebody may wait.
static bool change(Rwlock *rwlock, uint32_t less, uint32_t more) {
    uint32_t old = tarry__load(word(rwlock), relaxed);
    while (!(old & CONTENDED)) {
        if (tarry__quick_compare_exchange(word(rwlock), &old, old - less + more, release,
                                          relaxed)) {
            return true;
        }
    }
    return false;
}

// ---- with the lock ----

// 2. Returns the holders.
static uint32_t own(Rwlock *rwlock) {
    tarry__lock_take(tarry__atomic_u32(&rwlock->lock));
    return tarry__quick_fetch_or(word(rwlock), CONTENDED, acquire) & ~(uint32_t)CONTENDED;
}

// 3.
static void disown(Rwlock *rwlock, uint32_t holders) {
    tarry__store(word(rwlock), holders | (rwlock->waiters ? CONTENDED : 0u), release);
    tarry__lock_give(tarry__atomic_u32(&rwlock->lock));
}

static uint32_t wanted_by(const struct tarry_waiter *waiter) {
    return *((const unsigned char *)waiter - offsetof(Read, waiter) + offsetof(Read, wanted));
}

// Returns the holders, with those who were let in.
static uint32_t serve(Rwlock *rwlock, uint32_t holders) {
    struct tarry_waiter *first;
    while ((first = tarry__wait_list_first(&rwlock->waiters)) &&
           may_enter(holders, wanted_by(first))) {
        holders += wanted_by(first);
        if (wanted_by(first) == WRITER) {
            tarry__store(writer(rwlock), (uintptr_t)first->task, relaxed);
        }
        tarry__wait_list_give(&rwlock->waiters, first, 0);
    }
    return holders;
}

// ---- lock ----

// A wait, in the future of read_lock or of write_lock.
struct wait {
    int *result;
    unsigned short *state;
    Rwlock *rwlock;
    struct tarry_waiter *waiter;
    unsigned char *place; // of what is wanted, in the future
    uint32_t wanted;
};

// The first poll. True: it has an answer.
static inline bool begin(const struct wait *wait, struct tarry_context *cx) {
    Rwlock *rwlock = wait->rwlock;
    bool cancelled = tarry__is_cancelled(cx);
    if (!tarry__budget_spend(cx)) {
        return false;
    }
    *wait->result = cancelled ? -ECANCELED : 0;
    if (cancelled || enter(rwlock, wait->wanted, (uintptr_t)cx->task)) {
        return true;
    }
    // In a race the task may be in another arm, and unlock it there.
    tarry__require(cx->races > 0 || tarry__load(writer(rwlock), relaxed) != (uintptr_t)cx->task,
                   "tarry_rwlock: the task holds this lock to write already", rwlock);
    *wait->place = (unsigned char)wait->wanted;
    uint32_t holders = own(rwlock);
    if (wait->wanted == READER && holders == readers_max && !rwlock->waiters) {
        disown(rwlock, holders);
        *wait->result = -EAGAIN;
        return true;
    }
    *wait->state = 1;
    tarry__wait_list_push(&rwlock->waiters, wait->waiter, cx->task);
    holders = serve(rwlock, holders); // it may be free by now
    bool waits = wait->waiter->phase != TARRY__WAIT_GIVEN;
    disown(rwlock, holders);
    return !waits;
}

// A later poll.
static bool go_on(const struct wait *wait, struct tarry_context *cx) {
    Rwlock *rwlock = wait->rwlock;
    uint32_t holders = own(rwlock);
    bool given = wait->waiter->phase == TARRY__WAIT_GIVEN;
    bool cancelled = !given && tarry__is_cancelled(cx);
    if (cancelled) {
        tarry__wait_list_remove(&rwlock->waiters, wait->waiter);
        holders = serve(rwlock, holders);
        *wait->result = -ECANCELED;
    }
    disown(rwlock, holders);
    return given || cancelled;
}

bool tarry_rwlock_read_lock__poll(void *future, struct tarry_context *cx) {
    Read *self = future;
    struct wait wait = {&self->result, &self->state,  self->rwlock,
                        &self->waiter, &self->wanted, READER};
    return self->state == 0 ? begin(&wait, cx) : go_on(&wait, cx);
}

bool tarry_rwlock_write_lock__poll(void *future, struct tarry_context *cx) {
    Write *self = future;
    struct wait wait = {&self->result, &self->state,  self->rwlock,
                        &self->waiter, &self->wanted, WRITER};
    return self->state == 0 ? begin(&wait, cx) : go_on(&wait, cx);
}

const struct tarry_function tarry_rwlock_read_lock__function = {
    .name = "tarry_rwlock_read_lock",
    .file = "tarry/rwlock.h",
    .poll = tarry_rwlock_read_lock__poll,
    .size = sizeof(Read),
    .alignment = _Alignof(Read),
    .result_size = sizeof(int),
    .state_offset = offsetof(Read, state),
    .flags = TARRY_FUNCTION_RESULT_SIGNED | TARRY_FUNCTION_LEAF,
};

const struct tarry_function tarry_rwlock_write_lock__function = {
    .name = "tarry_rwlock_write_lock",
    .file = "tarry/rwlock.h",
    .poll = tarry_rwlock_write_lock__poll,
    .size = sizeof(Write),
    .alignment = _Alignof(Write),
    .result_size = sizeof(int),
    .state_offset = offsetof(Write, state),
    .flags = TARRY_FUNCTION_RESULT_SIGNED | TARRY_FUNCTION_LEAF,
};

// CONTENDED alone is no answer: somebody may only be looking.
static int try(Rwlock *rwlock, uint32_t wanted, uintptr_t who) {
    if (enter(rwlock, wanted, who)) {
        return 0;
    }
    uint32_t holders = own(rwlock);
    bool entered = !rwlock->waiters && may_enter(holders, wanted);
    if (entered && wanted == WRITER) {
        tarry__store(writer(rwlock), who, relaxed);
    }
    disown(rwlock, entered ? holders + wanted : holders);
    return entered ? 0 : -EAGAIN;
}

int tarry_rwlock_try_read_lock(Rwlock *rwlock) {
    return try(rwlock, READER, 0);
}

int tarry_rwlock_try_write_lock(Rwlock *rwlock) {
    return try(rwlock, WRITER, tarry__owner_here());
}

// ---- unlock ----

// The same as `change`, if somebody waits. False: nobody does any more.
static bool change_owned(Rwlock *rwlock, uint32_t less, uint32_t more) {
    uint32_t holders = own(rwlock);
    bool waits = rwlock->waiters;
    disown(rwlock, waits ? serve(rwlock, holders - less + more) : holders);
    return waits;
}

static void change_and_serve(Rwlock *rwlock, uint32_t less, uint32_t more) {
    while (!change(rwlock, less, more) && !change_owned(rwlock, less, more)) {
    }
}

void tarry_rwlock_read_unlock(Rwlock *rwlock) {
    tarry__require(tarry__load(word(rwlock), relaxed) >= READER,
                   "tarry_rwlock_read_unlock: nobody holds this lock to read", rwlock);
    change_and_serve(rwlock, READER, 0);
}

static bool is_writer_here(Rwlock *rwlock) {
    return (tarry__load(word(rwlock), relaxed) & WRITER) &&
           tarry__load(writer(rwlock), relaxed) == tarry__owner_here();
}

void tarry_rwlock_write_unlock(Rwlock *rwlock) {
    tarry__require(is_writer_here(rwlock),
                   "tarry_rwlock_write_unlock: this task does not hold this lock to write", rwlock);
    tarry__store(writer(rwlock), 0, relaxed);
    change_and_serve(rwlock, WRITER, 0);
}

void tarry_rwlock_downgrade(Rwlock *rwlock) {
    tarry__require(is_writer_here(rwlock),
                   "tarry_rwlock_downgrade: this task does not hold this lock to write", rwlock);
    tarry__store(writer(rwlock), 0, relaxed);
    change_and_serve(rwlock, WRITER, READER);
}
