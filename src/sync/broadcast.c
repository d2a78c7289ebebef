// Broadcasts. Everything happens under the lock. Message number n, counted from 0, lies in the ring
// while n + capacity >= count; a subscription whose position is count has received all there is, and
// only such a one waits. Sending hands the message to each waiter's place, and steps its subscription on:
// so a waiter misses nothing, whatever is sent before its task runs, and the ring may have no slot at all.
#include <tarry/broadcast.h>

#include "base/memory.h"
#include "runtime/leaf.h"
#include "runtime/misuse.h"
#include "sync/wait_list.h"

#include <errno.h>
#include <string.h>

#undef tarry_broadcast_init
#undef tarry_broadcast_destroy
#undef tarry_broadcast_send
#undef tarry_broadcast_subscribe
#undef tarry_broadcast_try_receive
#undef tarry_broadcast_close
#undef tarry_broadcast_length

typedef struct tarry_broadcast Broadcast;
typedef struct tarry_broadcast_receive__future Receive;
typedef struct tarry_subscription Subscription;

enum { NEW = 0, WAITS }; // states of the future

// It lies in the futures of programs that were compiled with another version of the library.
_Static_assert(sizeof(void *) < 8 || (sizeof(Broadcast) == 48 && sizeof(Receive) == 64),
               "public layouts stay as they are");

static void lock(const Broadcast *broadcast) {
    tarry__lock_take(tarry__atomic_u32((uint32_t *)&broadcast->lock));
}

static void unlock(const Broadcast *broadcast) {
    tarry__lock_give(tarry__atomic_u32((uint32_t *)&broadcast->lock));
}

static Receive *receive_of(struct tarry_waiter *waiter) {
    return (Receive *)((char *)waiter - offsetof(Receive, waiter));
}

int tarry_broadcast_init(Broadcast *broadcast, size_t capacity, size_t size) {
    *broadcast = (Broadcast){0};
    if (capacity == 0) {
        return 0;
    }
    size_t bytes;
    char *ring = __builtin_mul_overflow(capacity, size, &bytes)
                     ? NULL
                     : tarry__memory_new(bytes, _Alignof(max_align_t));
    if (!ring) {
        return -ENOMEM;
    }
    broadcast->begin = ring;
    broadcast->capacity = capacity;
    broadcast->allocated = true;
    return 0;
}

void tarry_broadcast_destroy(Broadcast *broadcast) {
    lock(broadcast);
    tarry__require(!broadcast->waiters, "tarry_broadcast_destroy: tasks still wait", broadcast);
    if (broadcast->allocated) {
        tarry__memory_free(broadcast->begin);
    }
    *broadcast = (Broadcast){0}; // the lock too: nobody is there any more
}

// ---- sending ----

static void put(Broadcast *broadcast, const void *message, size_t size) {
    if (broadcast->capacity > 0) {
        memcpy(broadcast->begin + broadcast->next * size, message, size);
        broadcast->next = broadcast->next + 1 == broadcast->capacity ? 0 : broadcast->next + 1;
    }
    broadcast->count++;
    struct tarry_waiter *waiter;
    while ((waiter = tarry__wait_list_first(&broadcast->waiters))) {
        Receive *receive = receive_of(waiter);
        memcpy(receive->place, message, size);
        receive->subscription->position = broadcast->count;
        tarry__wait_list_give(&broadcast->waiters, waiter, 1);
    }
}

int tarry_broadcast_send(Broadcast *broadcast, const void *message, size_t size) {
    lock(broadcast);
    int result = broadcast->closed ? -EPIPE : 0;
    if (result == 0) {
        put(broadcast, message, size);
    }
    unlock(broadcast);
    return result;
}

void tarry_broadcast_close(Broadcast *broadcast) {
    lock(broadcast);
    broadcast->closed = true;
    tarry__wait_list_give_all(&broadcast->waiters, 0);
    unlock(broadcast);
}

// ---- receiving ----

Subscription tarry_broadcast_subscribe(const Broadcast *broadcast) {
    lock(broadcast);
    Subscription subscription = {.position = broadcast->count};
    unlock(broadcast);
    return subscription;
}

uint64_t tarry_broadcast_length(const Broadcast *broadcast, const Subscription *subscription) {
    lock(broadcast);
    uint64_t length = broadcast->count - subscription->position;
    unlock(broadcast);
    return length;
}

// Under the lock.
static int receive_now(const Broadcast *broadcast, Subscription *subscription, void *place,
                       size_t size) {
    uint64_t behind = broadcast->count - subscription->position;
    if (behind == 0) {
        return broadcast->closed ? 0 : -EAGAIN;
    }
    if (behind > broadcast->capacity) {
        subscription->missed = behind - broadcast->capacity;
        subscription->position += subscription->missed;
        return -EOVERFLOW;
    }
    size_t slot = broadcast->next >= behind
                      ? broadcast->next - (size_t)behind
                      : broadcast->next + broadcast->capacity - (size_t)behind;
    memcpy(place, broadcast->begin + slot * size, size);
    subscription->position++;
    return 1;
}

int tarry_broadcast_try_receive(Broadcast *broadcast, Subscription *subscription, void *place,
                                size_t size) {
    lock(broadcast);
    int result = receive_now(broadcast, subscription, place, size);
    unlock(broadcast);
    return result;
}

// Under the lock. True: the result is there.
static bool look(Receive *self, struct tarry_context *cx) {
    Broadcast *broadcast = self->broadcast;
    if (self->state == NEW) {
        self->result = receive_now(broadcast, self->subscription, self->place, self->size);
        if (self->result != -EAGAIN) {
            return true;
        }
        self->state = WAITS;
        tarry__wait_list_push(&broadcast->waiters, &self->waiter, cx->task);
        return false;
    }
    if (self->waiter.phase == TARRY__WAIT_GIVEN) {
        self->result = (int)self->waiter.value;
        return true;
    }
    if (!tarry__is_cancelled(cx)) {
        return false;
    }
    tarry__wait_list_remove(&broadcast->waiters, &self->waiter);
    self->result = -ECANCELED;
    return true;
}

bool tarry_broadcast_receive__poll(void *future, struct tarry_context *cx) {
    Receive *self = future;
    if (self->state == NEW && !tarry__wait_may_begin(cx, &self->result)) {
        return self->result < 0;
    }
    lock(self->broadcast);
    bool ended = look(self, cx);
    unlock(self->broadcast);
    return ended;
}

const struct tarry_function tarry_broadcast_receive__function = {
    .name = "tarry_broadcast_receive",
    .file = "tarry/broadcast.h",
    .poll = tarry_broadcast_receive__poll,
    .size = sizeof(Receive),
    .alignment = _Alignof(Receive),
    .result_size = sizeof(int),
    .state_offset = offsetof(Receive, state),
    .flags = TARRY_FUNCTION_RESULT_SIGNED | TARRY_FUNCTION_LEAF,
};
