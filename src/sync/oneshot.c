// Oneshots. Everything happens under the lock, also for who finds the value there, or only asks: so
// his taking of the lock comes after its giving by the other side, which then is no longer in the slot.
//
// Phases: OPEN -> SENT, the value lies in the slot; SENT -> CLOSED, it was received; OPEN -> CLOSED.
// Receivers and watchers wait in OPEN only: the first receiver is given the value as it is sent,
// straight to its place, the others nothing, and the watchers are let through.
#include <tarry/oneshot.h>

#include "runtime/leaf.h"
#include "sync/wait_list.h"

#include <errno.h>
#include <string.h>

#undef tarry_oneshot_send
#undef tarry_oneshot_try_receive
#undef tarry_oneshot_close
#undef tarry_oneshot_is_closed

typedef struct tarry_oneshot Oneshot;
typedef struct tarry_oneshot_receive__future Receive;
typedef struct tarry_oneshot_wait_closed__future Watch;

enum { OPEN = 0, SENT, CLOSED };
enum { NEW = 0, WAITS }; // states of the futures

// They lie in the futures of programs that were compiled with another version of the library.
_Static_assert(sizeof(void *) < 8 ||
                   (sizeof(Oneshot) == 24 && sizeof(Receive) == 64 && sizeof(Watch) == 40),
               "public layouts stay as they are");

static void lock(Oneshot *oneshot) {
    tarry__lock_take(tarry__atomic_u32(&oneshot->lock));
}

static void unlock(Oneshot *oneshot) {
    tarry__lock_give(tarry__atomic_u32(&oneshot->lock));
}

static Receive *receive_of(struct tarry_waiter *waiter) {
    return (Receive *)((char *)waiter - offsetof(Receive, waiter));
}

// Lets all go that wait; the receivers with nothing.
static void give_all(Oneshot *oneshot) {
    struct tarry_waiter *waiter;
    while ((waiter = tarry__wait_list_first(&oneshot->receivers))) {
        tarry__wait_list_give(&oneshot->receivers, waiter, 0);
    }
    while ((waiter = tarry__wait_list_first(&oneshot->watchers))) {
        tarry__wait_list_give(&oneshot->watchers, waiter, 0);
    }
}

int tarry_oneshot_send(Oneshot *oneshot, void *store, const void *value, size_t size) {
    int result = 0;
    lock(oneshot);
    if (oneshot->phase != OPEN) {
        result = oneshot->phase == SENT ? -EALREADY : -EPIPE;
    } else {
        struct tarry_waiter *first = tarry__wait_list_first(&oneshot->receivers);
        if (first) {
            memcpy(receive_of(first)->place, value, size);
            oneshot->phase = CLOSED;
            tarry__wait_list_give(&oneshot->receivers, first, 1);
        } else {
            memcpy(store, value, size);
            oneshot->phase = SENT;
        }
        give_all(oneshot);
    }
    unlock(oneshot);
    return result;
}

void tarry_oneshot_close(Oneshot *oneshot) {
    lock(oneshot);
    if (oneshot->phase == OPEN) {
        oneshot->phase = CLOSED;
        give_all(oneshot);
    }
    unlock(oneshot);
}

bool tarry_oneshot_is_closed(const Oneshot *oneshot) {
    lock((Oneshot *)oneshot);
    bool closed = oneshot->phase != OPEN;
    unlock((Oneshot *)oneshot);
    return closed;
}

// Under the lock.
static int receive_now(Oneshot *oneshot, const void *store, void *place, size_t size) {
    if (oneshot->phase != SENT) {
        return oneshot->phase == OPEN ? -EAGAIN : 0;
    }
    memcpy(place, store, size);
    oneshot->phase = CLOSED;
    return 1;
}

int tarry_oneshot_try_receive(Oneshot *oneshot, const void *store, void *place, size_t size) {
    lock(oneshot);
    int result = receive_now(oneshot, store, place, size);
    unlock(oneshot);
    return result;
}

// ---- the leaves ----

// The first poll, under the lock. False: it waits.
static bool begin(Oneshot *oneshot, struct tarry_waiter **list, struct tarry_waiter *waiter,
                  struct tarry_context *cx, unsigned short *state) {
    if (oneshot->phase != OPEN) {
        return true;
    }
    *state = WAITS;
    tarry__wait_list_push(list, waiter, cx->task);
    return false;
}

// A later one, under the lock. True: *result is there.
static bool go_on(struct tarry_waiter **list, struct tarry_waiter *waiter, struct tarry_context *cx,
                  int *result) {
    if (waiter->phase == TARRY__WAIT_GIVEN) {
        *result = (int)waiter->value;
        return true;
    }
    if (!tarry__is_cancelled(cx)) {
        return false;
    }
    tarry__wait_list_remove(list, waiter);
    *result = -ECANCELED;
    return true;
}

bool tarry_oneshot_receive__poll(void *future, struct tarry_context *cx) {
    Receive *self = future;
    Oneshot *oneshot = self->oneshot;
    bool ended;
    if (self->state == NEW && !tarry__wait_may_begin(cx, &self->result)) {
        return self->result < 0;
    }
    lock(oneshot);
    if (self->state != NEW) {
        ended = go_on(&oneshot->receivers, &self->waiter, cx, &self->result);
    } else if ((ended = begin(oneshot, &oneshot->receivers, &self->waiter, cx, &self->state))) {
        self->result = receive_now(oneshot, self->store, self->place, self->size);
    }
    unlock(oneshot);
    return ended;
}

bool tarry_oneshot_wait_closed__poll(void *future, struct tarry_context *cx) {
    Watch *self = future;
    Oneshot *oneshot = self->oneshot;
    bool ended;
    if (self->state == NEW && !tarry__wait_may_begin(cx, &self->result)) {
        return self->result < 0;
    }
    lock(oneshot);
    if (self->state != NEW) {
        ended = go_on(&oneshot->watchers, &self->waiter, cx, &self->result);
    } else if ((ended = begin(oneshot, &oneshot->watchers, &self->waiter, cx, &self->state))) {
        self->result = 0;
    }
    unlock(oneshot);
    return ended;
}

#define LEAF(leaf)                                                                                 \
    const struct tarry_function leaf##__function = {                                               \
        .name = #leaf,                                                                             \
        .file = "tarry/oneshot.h",                                                                 \
        .poll = leaf##__poll,                                                                      \
        .size = sizeof(struct leaf##__future),                                                     \
        .alignment = _Alignof(struct leaf##__future),                                              \
        .result_size = sizeof(int),                                                                \
        .state_offset = offsetof(struct leaf##__future, state),                                    \
        .flags = TARRY_FUNCTION_RESULT_SIGNED | TARRY_FUNCTION_LEAF,                               \
    }
LEAF(tarry_oneshot_receive);
LEAF(tarry_oneshot_wait_closed);
