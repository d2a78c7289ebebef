// Watches. Everything happens under the lock. Who waits has seen the latest version, and is let through
// by the next, or by the close; when his task runs he takes what is the latest then.
#include <tarry/watch.h>

#include "runtime/leaf.h"
#include "sync/wait_list.h"

#include <errno.h>
#include <string.h>

#undef tarry_watch_set
#undef tarry_watch_set_if
#undef tarry_watch_get
#undef tarry_watch_version
#undef tarry_watch_try_receive
#undef tarry_watch_close
#undef tarry_watch_is_closed

typedef struct tarry_watch Watch;
typedef struct tarry_watch_receive__future Receive;

enum { NEW = 0, WAITS }; // states of the future

// It lies in the futures of programs that were compiled with another version of the library.
_Static_assert(sizeof(void *) < 8 || (sizeof(Watch) == 24 && sizeof(Receive) == 72),
               "public layouts stay as they are");

static void lock(Watch *watch) {
    tarry__lock_take(tarry__atomic_u32(&watch->lock));
}

static void unlock(Watch *watch) {
    tarry__lock_give(tarry__atomic_u32(&watch->lock));
}

static void give_all(Watch *watch) {
    tarry__wait_list_give_all(&watch->waiters, 0);
}

// Under the lock.
static void set(Watch *watch, void *store, const void *value, size_t size) {
    memcpy(store, value, size);
    watch->version++;
    give_all(watch);
}

int tarry_watch_set(Watch *watch, void *store, const void *value, size_t size) {
    lock(watch);
    int result = watch->closed ? -EPIPE : 0;
    if (result == 0) {
        set(watch, store, value, size);
    }
    unlock(watch);
    return result;
}

int tarry_watch_set_if(Watch *watch, void *store, uint64_t version, const void *value,
                       size_t size) {
    lock(watch);
    int result = watch->closed ? -EPIPE : watch->version != version ? -EAGAIN : 0;
    if (result == 0) {
        set(watch, store, value, size);
    }
    unlock(watch);
    return result;
}

uint64_t tarry_watch_get(const Watch *watch, const void *store, void *place, size_t size) {
    lock((Watch *)watch);
    memcpy(place, store, size);
    uint64_t version = watch->version;
    unlock((Watch *)watch);
    return version;
}

uint64_t tarry_watch_version(const Watch *watch) {
    lock((Watch *)watch);
    uint64_t version = watch->version;
    unlock((Watch *)watch);
    return version;
}

void tarry_watch_close(Watch *watch) {
    lock(watch);
    watch->closed = true;
    give_all(watch);
    unlock(watch);
}

bool tarry_watch_is_closed(const Watch *watch) {
    lock((Watch *)watch);
    bool closed = watch->closed;
    unlock((Watch *)watch);
    return closed;
}

// Under the lock.
static int receive_now(const Watch *watch, const void *store, uint64_t *seen, void *place,
                       size_t size) {
    if (watch->version == *seen) {
        return watch->closed ? 0 : -EAGAIN;
    }
    memcpy(place, store, size);
    *seen = watch->version;
    return 1;
}

int tarry_watch_try_receive(Watch *watch, const void *store, uint64_t *seen, void *place,
                            size_t size) {
    lock(watch);
    int result = receive_now(watch, store, seen, place, size);
    unlock(watch);
    return result;
}

// ---- the leaf ----

// Under the lock. True: the result is there.
static bool look(Receive *self, struct tarry_context *cx) {
    if (self->state == WAITS && tarry__wait_list_still_waits(&self->waiter)) {
        if (!tarry__is_cancelled(cx)) {
            return false;
        }
        tarry__wait_list_remove(&self->watch->waiters, &self->waiter);
        self->result = -ECANCELED;
        return true;
    }
    self->result = receive_now(self->watch, self->store, self->seen, self->place, self->size);
    if (self->result == -EAGAIN && self->state == WAITS && tarry__is_cancelled(cx)) {
        self->result = -ECANCELED; // *seen is not what it was
    }
    if (self->result != -EAGAIN) {
        return true;
    }
    self->state = WAITS;
    tarry__wait_list_push(&self->watch->waiters, &self->waiter, cx->task);
    return false;
}

bool tarry_watch_receive__poll(void *future, struct tarry_context *cx) {
    Receive *self = future;
    if (self->state == NEW && !tarry__wait_may_begin(cx, &self->result)) {
        return self->result < 0;
    }
    lock(self->watch);
    bool ended = look(self, cx);
    unlock(self->watch);
    return ended;
}

const struct tarry_function tarry_watch_receive__function = {
    .name = "tarry_watch_receive",
    .file = "tarry/watch.h",
    .poll = tarry_watch_receive__poll,
    .size = sizeof(Receive),
    .alignment = _Alignof(Receive),
    .result_size = sizeof(int),
    .state_offset = offsetof(Receive, state),
    .flags = TARRY_FUNCTION_RESULT_SIGNED | TARRY_FUNCTION_LEAF,
};
