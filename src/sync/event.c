// Events. Setting one has to be possible in a signal handler, which may have interrupted anything: it
// can wait for nobody. Joining and leaving the list of waiters takes a lock that setting does not
// wait for: it leaves its work to whoever holds it.
//
// One word holds a pointer to the first waiter, of a ring in which its `previous` is the last, and
// three bits. What it can be:
//   UNSET       the ring, or NULL if nobody waits
//   LOCKED      the same, and a poll is changing the ring, which is its own meanwhile
//   LOCKED|PENDING[|SET]  and the event was set since; whoever holds the lock has to let the ring
//               through. With SET it is set now, without it was reset again
//   SET         set; nobody waits
//
// Legal changes:
//   1. set:    UNSET -> SET, acquires the ring from the last unlock: it is the setter's now, and
//              each waiter in it is fired. LOCKED -> LOCKED|PENDING|SET. SET -> SET. All release what
//              the setter wrote before
//   2. reset:  SET is taken out, whatever else there is
//   3. lock:   UNSET -> LOCKED (acquire), by the poll of a waiter that joins or leaves. It spins while
//              another one holds the lock; both hold it for a few instructions, on a worker's thread,
//              and call nothing
//   4. unlock: LOCKED -> UNSET with the ring as it is now (release); LOCKED|PENDING -> UNSET without
//              a ring; LOCKED|PENDING|SET -> SET (acq_rel: acquires 1, and goes on releasing it). With
//              PENDING the ring is the unlocker's now, and each waiter in it is fired
// All are compare-and-swap, but for 2, so 1 fails only if somebody else got on. ABA does no harm: in 1
// the ring is read after the change only; 3 and 4 keep what they do not change.
//
// Who may touch what, and when it may go:
//   5. A waiter lies in a future that does not end before (a) it has left the ring under the lock, or
//      (b) its waker was fired, which is the last that whoever took the ring does with it: he reads
//      `next` first. The waker's post releases what the setter wrote, its arrival acquires it.
//   6. A setter touches the event last by the change 1; the one that holds the lock then, last by
//      4, and that is in the poll of a wait that has not ended. So the event may go when no wait is
//      going on.
//   7. A cancelled waiter has to know whether the ring it is in is still the event's, or one that
//      somebody is firing. A ring has a number, `list`, which the waiter that begins it, under the lock,
//      counts on. Waiters know that of theirs: it is the event's ring if there is one, and its
//      number is the same. If it is not, the waiter was let through, and waits to be fired.
#include <tarry/event.h>

#include "base/lock.h"
#include "runtime/leaf.h"

#include <assert.h>
#include <errno.h>

typedef struct tarry_event Event;
typedef struct tarry_event_waiter Waiter;
typedef struct tarry_event_wait__future Wait;

// It lies in the futures of programs that were compiled with another version of the library.
_Static_assert(sizeof(Event) == 16 && sizeof(Waiter) == 64 && sizeof(Wait) == 80,
               "public layouts stay as they are");

enum { SET = 1, LOCKED = 2, PENDING = 4, BITS = SET | LOCKED | PENDING };

_Static_assert(_Alignof(Waiter) > BITS, "the bits have room in a pointer");

static Waiter *ring_of(uintptr_t word) {
    return (Waiter *)(word & ~(uintptr_t)BITS);
}

// ---- the ring, its owner's ----

static Waiter *ring_push(Waiter *first, Waiter *waiter) {
    waiter->next = first ? first : waiter;
    waiter->previous = first ? first->previous : waiter;
    waiter->previous->next = waiter;
    waiter->next->previous = waiter;
    return first ? first : waiter;
}

static Waiter *ring_remove(Waiter *first, Waiter *waiter) {
    waiter->next->previous = waiter->previous;
    waiter->previous->next = waiter->next;
    if (first != waiter) {
        return first;
    }
    return waiter->next == waiter ? NULL : waiter->next;
}

static void fire_all(Waiter *first) {
    if (!first) {
        return;
    }
    Waiter *last = first->previous, *waiter;
    do {
        waiter = first;
        first = waiter->next; // 5
        tarry_waker_fire(&waiter->waker);
    } while (waiter != last);
}

// ---- the word ----

// 3. True: it is locked, and *out_ring is the ring. False: it is set, and there is none.
static bool lock(Event *event, Waiter **out_ring) {
    _Atomic(uintptr_t) *place = tarry__atomic_word(&event->word);
    uintptr_t word = tarry__load(place, acquire);
    unsigned spins = 0;
    for (;;) {
        if (word & LOCKED) {
            tarry__lock_pause(&spins);
            word = tarry__load(place, acquire);
        } else if (word & SET) {
            return false;
        } else if (tarry__compare_exchange_weak(place, &word, word | LOCKED, acquire, acquire)) {
            *out_ring = ring_of(word);
            return true;
        }
    }
}

// 4. True: the ring is the caller's, to be fired.
static bool unlock(Event *event, Waiter *ring) {
    _Atomic(uintptr_t) *place = tarry__atomic_word(&event->word);
    uintptr_t word = tarry__load(place, relaxed), next;
    do {
        next = word & PENDING ? word & SET : (uintptr_t)ring;
    } while (!tarry__compare_exchange_weak(place, &word, next, acq_rel, relaxed));
    return word & PENDING;
}

void tarry_event_set(Event *event) {
    _Atomic(uintptr_t) *place = tarry__atomic_word(&event->word);
    uintptr_t word = tarry__load(place, relaxed), next;
    do {
        next = word & LOCKED ? word | PENDING | SET : SET;
    } while (!tarry__compare_exchange_weak(place, &word, next, acq_rel, relaxed));
    if (!(word & LOCKED)) {
        fire_all(ring_of(word));
    }
}

void tarry_event_reset(Event *event) {
    tarry__fetch_and(tarry__atomic_word(&event->word), ~(uintptr_t)SET, acq_rel);
}

static bool is_set(Event *event) {
    return tarry__load(tarry__atomic_word(&event->word), acquire) & SET;
}

bool tarry_event_is_set(const Event *event) {
    return is_set((Event *)(uintptr_t)event);
}

// ---- the leaf ----

// The first poll, when the event was not set. True: it is now.
static bool join(Wait *self, struct tarry_context *cx) {
    Event *event = self->event;
    Waiter *waiter = &self->waiter, *ring;
    tarry_waker_arm(&waiter->waker, cx); // before anybody can fire it
    if (!lock(event, &ring)) {
        tarry_waker_disarm(&waiter->waker, cx);
        return true;
    }
    if (!ring) {
        event->list++;
    }
    waiter->list = event->list;
    if (!unlock(event, ring_push(ring, waiter))) {
        return false;
    }
    fire_all(ring_remove(ring, waiter));
    tarry_waker_disarm(&waiter->waker, cx);
    return true;
}

// A later poll, cancelled. False: the waiter was let through, and will be fired.
static bool leave(Wait *self, struct tarry_context *cx) {
    Event *event = self->event;
    Waiter *waiter = &self->waiter, *ring;
    if (!lock(event, &ring)) {
        return false;
    }
    bool mine = ring && event->list == waiter->list; // 7
    if (mine) {
        ring = ring_remove(ring, waiter);
    }
    if (unlock(event, ring)) {
        fire_all(ring);
    }
    if (mine) {
        tarry_waker_disarm(&waiter->waker, cx);
    }
    return mine;
}

bool tarry_event_wait__poll(void *future, struct tarry_context *cx) {
    Wait *self = future;
    self->result = 0;
    if (self->state == 0) {
        if (!tarry__budget_spend(cx)) {
            return false;
        }
        if (tarry__is_cancelled(cx)) {
            self->result = -ECANCELED;
            return true;
        }
        self->state = 1;
        return is_set(self->event) || join(self, cx);
    }
    if (tarry_waker_has_fired(&self->waiter.waker, cx)) {
        return true;
    }
    if (tarry__is_being_cancelled(cx) && leave(self, cx)) {
        tarry__note_refusal(cx);
        self->result = -ECANCELED;
        return true;
    }
    return false;
}

const struct tarry_function tarry_event_wait__function = {
    .name = "tarry_event_wait",
    .file = "tarry/event.h",
    .poll = tarry_event_wait__poll,
    .size = sizeof(Wait),
    .alignment = _Alignof(Wait),
    .result_size = sizeof(int),
    .state_offset = offsetof(Wait, state),
    .flags = TARRY_FUNCTION_RESULT_SIGNED | TARRY_FUNCTION_LEAF,
};
