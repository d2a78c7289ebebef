// Channels: two locks, one for each end, and who waits.
//
// The buffer is a ring of `capacity` slots or, unbounded, a list of blocks. `in` is the senders' end,
// `out` the receivers', each with a lock and on cache lines of its own:
//   1. in.lock guards all in `in`, and the receivers that wait (in.waiting); out.lock guards all in
//      `out`, and the senders that wait (out.waiting). Who takes both takes out.lock first.
//   2. in.count and out.count, how many elements ever came and went, are written under their own
//      lock, with release behind the copying of the element, and read from the other side with
//      acquire: a receiver sees what was put into the slot, a sender that the slot was emptied.
//      `seen` is what a side read last of the other: as long as that is enough it looks no further.
//   3. So with in.lock alone held an empty buffer stays empty, and with out.lock alone a full one
//      stays full. That is what waiting needs: a receiver that finds the buffer empty under in.lock
//      joins in.waiting; a sender that finds it full under out.lock joins out.waiting. Without a
//      buffer the two ends meet in the lists only, so both locks are held.
//   4. Whoever sends holds in.lock, and looks at in.waiting first: no element is put into the
//      buffer while a receiver waits, it is copied to the receiver's place instead. Receivers wait
//      only while the buffer is empty.
//   5. Whoever receives holds out.lock, and looks at out.waiting: if senders wait he takes in.lock
//      too before the slots he empties can be seen, and fills them from the first of the waiting. So
//      senders wait only while the buffer is full, and nobody overtakes them.
//   6. `closed` is set once, under both locks, and read under either. Both lists are emptied then. A
//      receiver that finds nothing in the buffer and `closed`, under out.lock, knows that nothing
//      will come: what was sent was there before.
//   7. A waiter is given its answer openly (wait_list.h), so that its poll need not take the lock; one
//      that was not, looks again under the lock of its list. WAITING and cancelled it leaves, and
//      nothing has happened; nothing becomes possible for others by that either, since nobody waits
//      but for the other side. GIVEN, it has sent or received, cancelled or not.
//   8. Unbounded: in.begin and out.begin are in the blocks at the two ends. The sender that fills
//      one links the next before it counts an element in there (2); the receiver that has emptied
//      one makes it the spare block, which a sender may take, or frees it if there is one.
// The giving of a lock, of both out.lock, is the last touch of the channel by any call, after what it
// did may be known to others; so tarry_channel_destroy takes both. But for waits: the poll of one that
// was given its answer by whoever destroys the channel may be about to take the lock (7).
//
// The two-lock queue is Michael and Scott's (PODC 1996); handing over to who waits, and refilling
// from the waiting senders, is what Go's channels do (hchan), under one lock.
#include <tarry/channel.h>

#include "sync/channel_buffer.h"

#include <errno.h>

#undef tarry_channel_init
#undef tarry_channel_init_with
#undef tarry_channel_destroy
#undef tarry_channel_try_send
#undef tarry_channel_try_send_many
#undef tarry_channel_try_receive
#undef tarry_channel_try_receive_many
#undef tarry_channel_close
#undef tarry_channel_open_senders
#undef tarry_channel_close_sender
#undef tarry_channel_is_closed
#undef tarry_channel_length
#undef tarry_channel_capacity

enum { NEW = 0, WAITS }; // states of the futures

_Static_assert(sizeof(Channel) == 16 * sizeof(void *), "public layouts stay as they are");
_Static_assert(sizeof(void *) < 8 || (sizeof(struct tarry_channel_send__future) == 80 &&
                                      sizeof(struct tarry_channel_send_many__future) == 96 &&
                                      sizeof(struct tarry_channel_receive__future) == 80 &&
                                      sizeof(struct tarry_channel_receive_many__future) == 96),
               "public layouts stay as they are");

static bool is_closed(const Channel *channel) {
    return tarry__load(tarry__atomic_u8((uint8_t *)&channel->in.closed), acquire);
}

// ---- sending ----

// in.lock: hands elements to receivers that wait. Returns how many.
static size_t hand_over(Channel *channel, const char *items, size_t count, size_t size) {
    size_t done = 0;
    struct tarry_waiter *waiter;
    while (done < count && (waiter = tarry__wait_list_first(&channel->in.waiting))) {
        Wait *wait = wait_of(waiter);
        size_t chunk = min(count - done, wait->count);
        copy(wait->items, items + done * size, chunk, size);
        wait->done = chunk;
        tarry__wait_list_give_openly(&channel->in.waiting, waiter);
        done += chunk;
    }
    return done;
}

// Sends what can be sent without waiting. Returns how many; -EPIPE, -ENOMEM, or -EAGAIN if none.
static inline ptrdiff_t send_now(Channel *channel, const char *items, size_t count, size_t size) {
    require_size(channel, size);
    lock_in(channel);
    ptrdiff_t result;
    if (__builtin_expect(channel->in.closed, 0)) {
        result = -EPIPE;
    } else {
        size_t done = channel->in.waiting ? hand_over(channel, items, count, size) : 0;
        done += put(channel, items + done * size, count - done, size);
        result = (ptrdiff_t)done;
        if (done == 0 && count > 0) {
            result = channel->in.capacity == TARRY_UNBOUNDED ? -ENOMEM : -EAGAIN;
        }
    }
    unlock_in(channel);
    return result;
}

// Makes the running task wait for room, or, without a buffer, for a receiver. False: there is now.
static bool wait_to_send(Channel *channel, Wait *wait, struct tarry_context *cx,
                         unsigned short *state) {
    bool has_buffer = channel->in.capacity > 0, has_to;
    lock_out(channel);
    if (has_buffer) {
        size_t count = tarry__load(tarry__atomic_size(&channel->in.count), relaxed);
        has_to = count - channel->out.count == channel->in.capacity;
    } else {
        lock_in(channel);
        has_to = !channel->in.waiting;
    }
    has_to = has_to && !channel->in.closed;
    if (has_to) {
        *state = WAITS;
        tarry__wait_list_push(&channel->out.waiting, &wait->waiter, cx->task);
    }
    if (!has_buffer) {
        unlock_in(channel);
    }
    unlock_out(channel);
    return has_to;
}

// A first poll. True: *result is there.
static inline bool begin_to_send(Channel *channel, Wait *wait, size_t size,
                                 struct tarry_context *cx, unsigned short *state,
                                 ptrdiff_t *result) {
    if (!tarry__budget_spend(cx)) {
        return false;
    }
    if (tarry__is_cancelled(cx)) {
        *result = -ECANCELED;
        return true;
    }
    if (wait->count == 1 && put_one(channel, wait->items, size)) {
        *result = 1;
        return true;
    }
    wait->done = 0;
    for (;;) {
        ptrdiff_t done =
            send_now(channel, wait->items + wait->done * size, wait->count - wait->done, size);
        if (done >= 0) {
            wait->done += (size_t)done;
        }
        if (wait->done == wait->count || (done < 0 && done != -EAGAIN)) {
            *result = wait->done > 0 || done >= 0 ? (ptrdiff_t)wait->done : done;
            return true;
        }
        if (wait_to_send(channel, wait, cx, state)) {
            return false;
        }
    }
}

// A later one.
static bool go_on_sending(Channel *channel, Wait *wait, struct tarry_context *cx,
                          ptrdiff_t *result) {
    ptrdiff_t failure = -EPIPE;
    if (!tarry__wait_list_was_given(&wait->waiter)) {
        lock_out(channel);
        bool waits = tarry__wait_list_still_waits(&wait->waiter);
        if (waits && !tarry__is_cancelled(cx)) {
            unlock_out(channel);
            return false;
        }
        if (waits) {
            tarry__wait_list_remove(&channel->out.waiting, &wait->waiter);
            failure = -ECANCELED;
        }
        unlock_out(channel);
    }
    *result = wait->done > 0 ? (ptrdiff_t)wait->done : failure;
    return true;
}

// ---- receiving ----

// out.lock, senders wait: takes what is in the buffer, then from them, and fills the buffer from them.
static size_t take_and_refill(Channel *channel, char *places, size_t count, size_t size) {
    lock_in(channel);
    size_t done = take(channel, places, count, size);
    struct tarry_waiter *waiter;
    while ((waiter = tarry__wait_list_first(&channel->out.waiting))) {
        Wait *wait = wait_of(waiter);
        size_t chunk = min(count - done, wait->count - wait->done); // > 0: the buffer is empty
        copy(places + done * size, wait->items + wait->done * size, chunk, size);
        done += chunk;
        wait->done += chunk;
        wait->done += put(channel, wait->items + wait->done * size, wait->count - wait->done, size);
        if (wait->done < wait->count) {
            break;
        }
        tarry__wait_list_give_openly(&channel->out.waiting, waiter);
    }
    unlock_in(channel);
    return done;
}

// Receives what can be received without waiting. Returns how many; 0 if that is the end; -EAGAIN if none.
static inline ptrdiff_t receive_now(Channel *channel, char *places, size_t count, size_t size) {
    require_size(channel, size);
    lock_out(channel);
    size_t done = __builtin_expect(channel->out.waiting != NULL, 0)
                      ? take_and_refill(channel, places, count, size)
                      : take(channel, places, count, size);
    ptrdiff_t result = (ptrdiff_t)done;
    if (done == 0 && count > 0 && !channel->in.closed) {
        result = -EAGAIN;
    }
    unlock_out(channel);
    return result;
}

// in.lock: makes the running task wait for an element, if it has to.
static inline bool join_receivers(Channel *channel, Wait *wait, struct tarry_context *cx,
                                  unsigned short *state, bool is_empty) {
    bool has_to = is_empty && !channel->in.closed;
    if (__builtin_expect(has_to, 1)) {
        *state = WAITS;
        tarry__wait_list_push(&channel->in.waiting, &wait->waiter, cx->task);
    }
    return has_to;
}

// The same where there is a buffer.
static inline bool join_at_buffer(Channel *channel, Wait *wait, struct tarry_context *cx,
                                  unsigned short *state) {
    size_t went = tarry__load(tarry__atomic_size(&channel->out.count), relaxed);
    return join_receivers(channel, wait, cx, state, channel->in.count == went);
}

// Makes the running task wait for an element. False: there is one, or there will be none.
static bool wait_to_receive(Channel *channel, Wait *wait, struct tarry_context *cx,
                            unsigned short *state) {
    if (channel->in.capacity > 0) {
        lock_in(channel);
        bool waits = join_at_buffer(channel, wait, cx, state);
        unlock_in(channel);
        return waits;
    }
    lock_out(channel);
    lock_in(channel);
    bool has_to = join_receivers(channel, wait, cx, state, !channel->out.waiting);
    unlock_in(channel);
    unlock_out(channel);
    return has_to;
}

// A guess, without a lock, which spares taking one in vain.
static inline bool looks_empty(Channel *channel) {
    return channel->in.capacity > 0 &&
           tarry__load(tarry__atomic_size(&channel->in.count), relaxed) ==
               tarry__load(tarry__atomic_size(&channel->out.count), relaxed);
}

// A first poll. True: *result is there.
static inline bool begin_to_receive(Channel *channel, Wait *wait, size_t size,
                                    struct tarry_context *cx, unsigned short *state,
                                    ptrdiff_t *result) {
    if (!tarry__budget_spend(cx)) {
        return false;
    }
    if (tarry__is_cancelled(cx)) {
        *result = -ECANCELED;
        return true;
    }
    if (wait->count == 1 && take_one(channel, wait->items, size)) {
        *result = 1;
        return true;
    }
    wait->done = 0;
    require_size(channel, size);
    if (looks_empty(channel) && wait_to_receive(channel, wait, cx, state)) {
        return false;
    }
    do {
        *result = receive_now(channel, wait->items, wait->count, size);
        if (*result != -EAGAIN) {
            return true;
        }
    } while (!wait_to_receive(channel, wait, cx, state));
    return false;
}

// A later one.
static bool go_on_receiving(Channel *channel, Wait *wait, struct tarry_context *cx,
                            ptrdiff_t *result) {
    if (tarry__wait_list_was_given(&wait->waiter)) {
        *result = (ptrdiff_t)wait->done;
        return true;
    }
    lock_in(channel);
    if (wait->waiter.phase == TARRY__WAIT_GIVEN) {
        *result = (ptrdiff_t)wait->done;
    } else if (tarry__is_cancelled(cx)) {
        tarry__wait_list_remove(&channel->in.waiting, &wait->waiter);
        *result = -ECANCELED;
    } else {
        unlock_in(channel);
        return false;
    }
    unlock_in(channel);
    return true;
}

// ---- the leaves ----

// Where nothing stands in the way of one small element, or where it has to be waited for as the first,
// a poll goes the short way: no calls but at its end, so that no registers have to be saved. Whatever is
// otherwise is for the long way, which begins anew.

static inline bool may_go_the_short_way(struct tarry_context *cx, size_t size) {
    uint32_t cause = tarry__task_state(cx->task) & (TARRY__TASK_CANCELLED | TARRY__TASK_MARKED);
    return cx->budget > 0 && cause == 0 && is_small(size);
}

static inline bool try_lock(uint32_t *lock) {
    return tarry__quick_exchange(tarry__atomic_u32(lock), 1, acquire) == 0;
}

static __attribute__((noinline)) bool send_the_long_way(struct tarry_channel_send__future *self,
                                                        struct tarry_context *cx) {
    ptrdiff_t result;
    bool ended;
    if (self->state == NEW) {
        self->wait.items = (char *)self->item;
        self->wait.count = 1;
        ended = begin_to_send(self->channel, &self->wait, self->size, cx, &self->state, &result);
    } else {
        ended = go_on_sending(self->channel, &self->wait, cx, &result);
    }
    if (ended) {
        self->result = result < 0 ? (int)result : 0;
    }
    return ended;
}

// in.lock, which is given back.
static __attribute__((noinline)) bool send_to_who_waits(struct tarry_channel_send__future *self,
                                                        struct tarry_context *cx) {
    cx->budget--;
    self->result = 0;
    hand_over_one(self->channel, self->item, self->size);
    unlock_in(self->channel);
    return true;
}

bool tarry_channel_send__poll(void *future, struct tarry_context *cx) {
    struct tarry_channel_send__future *self = future;
    Channel *channel = self->channel;
    if (self->state != NEW) {
        return send_the_long_way(self, cx);
    }
    require_size(channel, self->size);
    if (!may_go_the_short_way(cx, self->size) || !try_lock(&channel->in.lock)) {
        return send_the_long_way(self, cx);
    }
    if (channel->in.waiting) {
        return send_to_who_waits(self, cx);
    }
    bool goes = put_held(channel, self->item, self->size, true);
    unlock_in(channel);
    if (!goes) {
        return send_the_long_way(self, cx);
    }
    cx->budget--;
    self->result = 0;
    return true;
}

bool tarry_channel_send_many__poll(void *future, struct tarry_context *cx) {
    struct tarry_channel_send_many__future *self = future;
    if (self->state == NEW) {
        self->wait.items = (char *)self->items;
        self->wait.count = self->count;
        return begin_to_send(self->channel, &self->wait, self->size, cx, &self->state,
                             &self->result);
    }
    return go_on_sending(self->channel, &self->wait, cx, &self->result);
}

static __attribute__((noinline)) bool
receive_the_long_way(struct tarry_channel_receive__future *self, struct tarry_context *cx) {
    ptrdiff_t result;
    bool ended;
    if (self->state == NEW) {
        self->wait.items = self->place;
        self->wait.count = 1;
        ended = begin_to_receive(self->channel, &self->wait, self->size, cx, &self->state, &result);
    } else {
        ended = go_on_receiving(self->channel, &self->wait, cx, &result);
    }
    if (ended) {
        self->result = (int)result;
    }
    return ended;
}

// What the short way leads to.
enum { AN_ELEMENT, A_WAIT, NOWHERE };

static inline int receive_the_short_way(struct tarry_channel_receive__future *self,
                                        struct tarry_context *cx) {
    Channel *channel = self->channel;
    if (has_seen_one(channel)) {
        if (!try_lock(&channel->out.lock)) {
            return NOWHERE;
        }
        bool goes = take_held(channel, self->place, self->size, true);
        unlock_out(channel);
        return goes ? AN_ELEMENT : NOWHERE;
    }
    if (!looks_empty(channel) || !try_lock(&channel->in.lock)) {
        return NOWHERE;
    }
    self->wait.items = self->place;
    self->wait.count = 1;
    bool waits = join_at_buffer(channel, &self->wait, cx, &self->state);
    unlock_in(channel);
    return waits ? A_WAIT : NOWHERE;
}

bool tarry_channel_receive__poll(void *future, struct tarry_context *cx) {
    struct tarry_channel_receive__future *self = future;
    if (self->state != NEW && tarry__wait_list_was_given(&self->wait.waiter)) {
        self->result = (int)self->wait.done;
        return true;
    }
    int way = NOWHERE;
    if (self->state == NEW) {
        require_size(self->channel, self->size);
        way = may_go_the_short_way(cx, self->size) ? receive_the_short_way(self, cx) : NOWHERE;
    }
    if (way == NOWHERE) {
        return receive_the_long_way(self, cx);
    }
    cx->budget--;
    self->result = 1;
    return way == AN_ELEMENT;
}

bool tarry_channel_receive_many__poll(void *future, struct tarry_context *cx) {
    struct tarry_channel_receive_many__future *self = future;
    if (self->count == 0) {
        self->result = -EINVAL;
        return true;
    }
    if (self->state == NEW) {
        self->wait.items = self->places;
        self->wait.count = self->count;
        return begin_to_receive(self->channel, &self->wait, self->size, cx, &self->state,
                                &self->result);
    }
    return go_on_receiving(self->channel, &self->wait, cx, &self->result);
}

// ---- from any thread ----

int tarry_channel_try_send(Channel *channel, const void *item, size_t size) {
    ptrdiff_t result = put_one(channel, item, size) ? 1 : send_now(channel, item, 1, size);
    return result < 0 ? (int)result : 0;
}

ptrdiff_t tarry_channel_try_send_many(Channel *channel, const void *items, size_t count,
                                      size_t size) {
    return send_now(channel, items, count, size);
}

int tarry_channel_try_receive(Channel *channel, void *place, size_t size) {
    return take_one(channel, place, size) ? 1 : (int)receive_now(channel, place, 1, size);
}

ptrdiff_t tarry_channel_try_receive_many(Channel *channel, void *places, size_t count,
                                         size_t size) {
    return count == 0 ? -EINVAL : receive_now(channel, places, count, size);
}

// Both locks.
static void close_both(Channel *channel) {
    tarry__store(tarry__atomic_u8(&channel->in.closed), 1, release);
    struct tarry_waiter *waiter;
    while ((waiter = tarry__wait_list_first(&channel->in.waiting))) {
        wait_of(waiter)->done = 0;
        tarry__wait_list_give_openly(&channel->in.waiting, waiter);
    }
    while ((waiter = tarry__wait_list_first(&channel->out.waiting))) {
        tarry__wait_list_give_openly(&channel->out.waiting, waiter);
    }
}

void tarry_channel_close(Channel *channel) {
    lock_out(channel);
    lock_in(channel);
    close_both(channel);
    unlock_in(channel);
    unlock_out(channel);
}

void tarry_channel_open_senders(Channel *channel, unsigned count) {
    lock_out(channel);
    tarry__require(count <= UINT32_MAX - channel->out.senders,
                   "tarry_channel_open_senders: more than can be counted", channel);
    channel->out.senders += count;
    unlock_out(channel);
}

void tarry_channel_close_sender(Channel *channel) {
    lock_out(channel);
    tarry__require(channel->out.senders > 0, "tarry_channel_close_sender: there is no open sender",
                   channel);
    if (--channel->out.senders == 0) {
        lock_in(channel);
        close_both(channel);
        unlock_in(channel);
    }
    unlock_out(channel);
}

bool tarry_channel_is_closed(const Channel *channel) {
    return is_closed(channel);
}

size_t tarry_channel_length(const Channel *channel) {
    Channel *place = (Channel *)channel;
    size_t went, came, still = tarry__load(tarry__atomic_size(&place->out.count), acquire);
    do { // until nothing went meanwhile: else it could be more than there is room for
        went = still;
        came = tarry__load(tarry__atomic_size(&place->in.count), acquire);
        still = tarry__load(tarry__atomic_size(&place->out.count), acquire);
    } while (still != went);
    return came - went;
}

size_t tarry_channel_capacity(const Channel *channel) {
    return channel->in.capacity;
}

// ---- making ----

static void init(Channel *channel, char *begin, size_t bytes, size_t capacity, int allocated) {
    *channel = (Channel){
        .in = {.allocated = (uint8_t)allocated,
               .place = begin,
               .begin = begin,
               .end = begin + bytes,
               .capacity = capacity},
        .out = {.place = begin, .begin = begin, .end = begin + bytes},
    };
}

int tarry_channel_init(Channel *channel, size_t capacity, size_t size) {
    *channel = (Channel){0};
    if (capacity == 0) {
        return 0;
    }
    if (size == 0) {
        return -EINVAL;
    }
    if (capacity == TARRY_UNBOUNDED) {
        struct block *block = block_new(size);
        if (!block) {
            return -ENOMEM;
        }
        init(channel, (char *)(block + 1), block_length(size) * size, capacity, ALLOCATED_BLOCKS);
        return 0;
    }
    size_t bytes;
    char *ring = __builtin_mul_overflow(capacity, size, &bytes)
                     ? NULL
                     : tarry__memory_new(bytes, _Alignof(max_align_t));
    if (!ring) {
        return -ENOMEM;
    }
    init(channel, ring, bytes, capacity, ALLOCATED_RING);
    return 0;
}

void tarry_channel_init_with(Channel *channel, void *storage, size_t capacity, size_t size) {
    tarry__require(capacity > 0 && capacity != TARRY_UNBOUNDED,
                   "tarry_channel_init_with: no storage has this capacity", channel);
    tarry__require(size > 0, "tarry_channel_init_with: elements without a size", channel);
    init(channel, storage, capacity * size, capacity, ALLOCATED_NOT);
}

void tarry_channel_destroy(Channel *channel) {
    lock_out(channel);
    lock_in(channel);
    tarry__require(!channel->in.waiting && !channel->out.waiting,
                   "tarry_channel_destroy: tasks still wait", channel);
    Channel gone = *channel;
    *channel = (Channel){0}; // the locks too: nobody is there any more
    if (gone.in.allocated == ALLOCATED_RING) {
        tarry__memory_free(gone.in.begin);
    } else if (gone.in.allocated == ALLOCATED_BLOCKS) {
        for (struct block *block = block_of(gone.out.begin), *next; block; block = next) {
            next = block->next;
            tarry__memory_free(block);
        }
        tarry__memory_free(gone.out.spare);
    }
}

// ---- descriptors ----

#define LEAF(leaf)                                                                                 \
    const struct tarry_function leaf##__function = {                                               \
        .name = #leaf,                                                                             \
        .file = "tarry/channel.h",                                                                 \
        .poll = leaf##__poll,                                                                      \
        .size = sizeof(struct leaf##__future),                                                     \
        .alignment = _Alignof(struct leaf##__future),                                              \
        .result_size = sizeof(((struct leaf##__future *)0)->result),                               \
        .state_offset = offsetof(struct leaf##__future, state),                                    \
        .flags = TARRY_FUNCTION_RESULT_SIGNED | TARRY_FUNCTION_LEAF,                               \
    }
LEAF(tarry_channel_send);
LEAF(tarry_channel_send_many);
LEAF(tarry_channel_receive);
LEAF(tarry_channel_receive_many);
