// The semaphore. Its word, `state`, is the number of free permits, times 2, plus CONTENDED while
// anybody waits, or once it is closed. The rest is guarded by `lock`.
//
// Legal changes of the word:
//   1. free, not CONTENDED -> fewer (acquire), or more (release): acquire and release, without `lock`.
//      Who takes permits acquires what those who made them free released: no change in between but
//      a read-modify-write, or 3
//   2. -> CONTENDED (acquire), by who has `lock`: from now on it is his alone
//   3. -> any number, without CONTENDED if nobody waits and it is not closed (release), by who has
//      `lock`, before he gives it
// So permits are made free only while nobody waits, or not as many as the first waiter wants, and it
// is first come, first served.
//
// A waiter wants the permits of the future he lies in; his `value` is GRANTED or CLOSED. He is woken, and told, when
// the lock has been given (wait_list.h, chains). Who was granted his permits has them, cancelled or not. Who leaves, cancelled, may have been what held up those behind
// him: they are served.
//
// The semaphore may be freed by who acquires the last permits he waited for. So a release that finds
// nobody waiting makes them free by 1, its last touch, and not by 3, with `lock` still to be given. (If
// it served somebody, that one's wait cannot return before.)
//
// `total`, for the report of a misuse only, is never less than there are: permits that are added are
// counted there before they are free (released by 1 or 3), and taken out again if they cannot be. Once
// there are more than it can count it stays at that.
#include <tarry/semaphore.h>

#include "runtime/misuse.h"
#include "sync/wait_list.h"

#include <errno.h>

typedef struct tarry_semaphore Semaphore;
typedef struct tarry_semaphore_acquire__future Acquire;

enum { CONTENDED = 1, CLOSED = 0, GRANTED = 1 };

_Static_assert(sizeof(Semaphore) == 24 && sizeof(Acquire) == 48, "public layouts stay as they are");

static Acquire *acquire_of(struct tarry_waiter *waiter) {
    return (Acquire *)((char *)waiter - offsetof(Acquire, waiter));
}

static _Atomic uint32_t *word(Semaphore *semaphore) {
    return tarry__atomic_u32(&semaphore->state);
}

// 1. False: CONTENDED, or not so many are free.
static bool take(Semaphore *semaphore, unsigned permits) {
    uint32_t old = tarry__load(word(semaphore), relaxed);
    while (!(old & CONTENDED) && old / 2 >= permits) {
        if (tarry__quick_compare_exchange(word(semaphore), &old, old - 2 * permits, acquire,
                                          relaxed)) {
            return true;
        }
    }
    return false;
}

// ---- with the lock ----

// 2. Returns how many are free.
static uint32_t own(Semaphore *semaphore) {
    tarry__lock_take(tarry__atomic_u32(&semaphore->lock));
    return tarry__quick_fetch_or(word(semaphore), CONTENDED, acquire) / 2;
}

// 3.
static void disown(Semaphore *semaphore, uint32_t free) {
    bool contended = semaphore->waiters || semaphore->closed;
    tarry__store(word(semaphore), free * 2 + contended, release);
    tarry__lock_give(tarry__atomic_u32(&semaphore->lock));
}

// Grants the first ones, who come into the chain, what they want, as far as `free` goes. Returns what
// is left.
static uint32_t serve(Semaphore *semaphore, uint32_t free, struct tarry__wait_chain *chain) {
    struct tarry_waiter *first;
    while ((first = tarry__wait_list_first(&semaphore->waiters)) &&
           acquire_of(first)->permits <= free) {
        free -= acquire_of(first)->permits;
        tarry__wait_list_take(&semaphore->waiters, first, chain);
    }
    return free;
}

// Without waiting. 0, -EAGAIN or -EPIPE.
static int take_owned(Semaphore *semaphore, unsigned permits, uint32_t *free) {
    if (semaphore->closed) {
        return -EPIPE;
    }
    if (semaphore->waiters || *free < permits) {
        return -EAGAIN;
    }
    *free -= permits;
    return 0;
}

// ---- acquire ----

// The first poll. True: it has an answer.
static bool begin(Acquire *self, struct tarry_context *cx) {
    Semaphore *semaphore = self->semaphore;
    bool cancelled = tarry__is_cancelled(cx);
    if (!tarry__budget_spend(cx)) {
        return false;
    }
    self->result = cancelled ? -ECANCELED : self->permits > TARRY_SEMAPHORE_MAX ? -EINVAL : 0;
    if (self->result < 0 || take(semaphore, self->permits)) {
        return true;
    }
    uint32_t free = own(semaphore);
    self->result = take_owned(semaphore, self->permits, &free);
    bool waits = self->result == -EAGAIN;
    if (waits) {
        self->state = 1;
        tarry__wait_list_push(&semaphore->waiters, &self->waiter, cx->task);
    }
    disown(semaphore, free);
    return !waits;
}

// A later poll, that was not told anything yet. True: it has been now, or it is cancelled.
static bool go_on(Acquire *self, struct tarry_context *cx) {
    Semaphore *semaphore = self->semaphore;
    struct tarry__wait_chain chain = {0};
    uint32_t free = own(semaphore);
    bool given = !tarry__wait_list_still_waits(&self->waiter);
    bool cancelled = !given && tarry__is_cancelled(cx);
    if (cancelled) {
        tarry__wait_list_remove(&semaphore->waiters, &self->waiter);
        free = serve(semaphore, free, &chain);
        self->result = -ECANCELED;
    }
    disown(semaphore, free);
    tarry__wait_chain_give(&chain, GRANTED);
    if (given) {
        tarry__wait_chain_await(&self->waiter);
    }
    return given || cancelled;
}

static bool later_poll(Acquire *self, struct tarry_context *cx) {
    if (!tarry__wait_list_was_given(&self->waiter) && !go_on(self, cx)) {
        return false;
    }
    if (self->waiter.phase == TARRY__WAIT_GIVEN) {
        self->result = self->waiter.value == GRANTED ? 0 : -EPIPE;
    }
    return true;
}

bool tarry_semaphore_acquire__poll(void *future, struct tarry_context *cx) {
    Acquire *self = future;
    return self->state == 0 ? begin(self, cx) : later_poll(self, cx);
}

const struct tarry_function tarry_semaphore_acquire__function = {
    .name = "tarry_semaphore_acquire",
    .file = "tarry/semaphore.h",
    .poll = tarry_semaphore_acquire__poll,
    .size = sizeof(Acquire),
    .alignment = _Alignof(Acquire),
    .result_size = sizeof(int),
    .state_offset = offsetof(Acquire, state),
    .flags = TARRY_FUNCTION_RESULT_SIGNED | TARRY_FUNCTION_LEAF,
};

int tarry_semaphore_try_acquire(Semaphore *semaphore, unsigned permits) {
    if (permits > TARRY_SEMAPHORE_MAX) {
        return -EINVAL;
    }
    if (take(semaphore, permits)) {
        return 0;
    }
    uint32_t free = own(semaphore);
    int result = take_owned(semaphore, permits, &free);
    disown(semaphore, free);
    return result;
}

// ---- release, add, close ----

// 1. False: CONTENDED, or there would be too many.
static bool make_free(Semaphore *semaphore, unsigned permits, bool *too_many) {
    uint32_t old = tarry__load(word(semaphore), relaxed);
    while (!(old & CONTENDED)) {
        *too_many = permits > TARRY_SEMAPHORE_MAX - old / 2;
        if (*too_many) {
            return false;
        }
        if (tarry__quick_compare_exchange(word(semaphore), &old, old + 2 * permits, release,
                                          relaxed)) {
            return true;
        }
    }
    return false;
}

// The same with the lock. False: it had to be given back, since nobody waits any more.
static bool hand_out(Semaphore *semaphore, unsigned permits, bool *too_many) {
    struct tarry__wait_chain chain = {0};
    uint32_t free = own(semaphore);
    bool waits = semaphore->waiters || semaphore->closed;
    if (waits) {
        *too_many = permits > TARRY_SEMAPHORE_MAX - free;
        free = *too_many ? free : serve(semaphore, free + permits, &chain);
    }
    disown(semaphore, free);
    tarry__wait_chain_give(&chain, GRANTED);
    return waits;
}

// 0, or -EOVERFLOW.
static int give(Semaphore *semaphore, unsigned permits) {
    bool too_many = false;
    while (!make_free(semaphore, permits, &too_many) && !too_many &&
           !hand_out(semaphore, permits, &too_many)) {
    }
    return too_many ? -EOVERFLOW : 0;
}

void tarry_semaphore_release(Semaphore *semaphore, unsigned permits) {
    uint32_t free = tarry__load(word(semaphore), acquire) / 2; // so the total is no older
    uint32_t total = tarry__load(tarry__atomic_u32(&semaphore->total), relaxed);
    tarry__require(free <= total && permits <= total - free,
                   "tarry_semaphore_release: more permits than were acquired; tarry_semaphore_add "
                   "makes new ones",
                   semaphore);
    (void)give(semaphore, permits);
}

static void count_total(Semaphore *semaphore, int64_t more) {
    _Atomic uint32_t *total = tarry__atomic_u32(&semaphore->total);
    uint32_t old = tarry__load(total, relaxed), sum;
    do {
        int64_t exact = old + more;
        sum = old == UINT32_MAX || exact > UINT32_MAX ? UINT32_MAX : (uint32_t)exact;
    } while (!tarry__quick_compare_exchange(total, &old, sum, relaxed, relaxed));
}

int tarry_semaphore_add(Semaphore *semaphore, unsigned permits) {
    count_total(semaphore, permits);
    int error = give(semaphore, permits);
    if (error < 0) {
        count_total(semaphore, -(int64_t)permits);
    }
    return error;
}

void tarry_semaphore_close(Semaphore *semaphore) {
    struct tarry__wait_chain chain = {0};
    uint32_t free = own(semaphore);
    semaphore->closed = true;
    while (semaphore->waiters) {
        tarry__wait_list_take(&semaphore->waiters, semaphore->waiters, &chain);
    }
    disown(semaphore, free);
    tarry__wait_chain_give(&chain, CLOSED);
}

unsigned tarry_semaphore_available(const Semaphore *semaphore) {
    return tarry__load(word((Semaphore *)semaphore), relaxed) / 2;
}
