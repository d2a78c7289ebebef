// The two ends of a channel, the buffer between them, and one element on its way through it or past it to who waits: steps
// 1, 2, 4 and 8 of channel.c, the only file that includes this.
#ifndef TARRY_SYNC_CHANNEL_BUFFER_H
#define TARRY_SYNC_CHANNEL_BUFFER_H

#include <tarry/channel.h>

#include "base/memory.h"
#include "runtime/misuse.h"
#include "sync/wait_list.h"

#include <string.h>

typedef struct tarry_channel Channel;
typedef struct tarry__channel_wait Wait;

enum {
    BLOCK_SIZE = 1024, // of an unbounded channel; with its header
    BLOCK_LENGTH_MIN = 8,
};

enum { ALLOCATED_NOT = 0, ALLOCATED_RING, ALLOCATED_BLOCKS };

struct block {
    struct block *next;
};

static inline void lock_in(Channel *channel) {
    tarry__lock_take(tarry__atomic_u32(&channel->in.lock));
}

static inline void unlock_in(Channel *channel) {
    tarry__lock_give(tarry__atomic_u32(&channel->in.lock));
}

static inline void lock_out(Channel *channel) {
    tarry__lock_take(tarry__atomic_u32(&channel->out.lock));
}

static inline void unlock_out(Channel *channel) {
    tarry__lock_give(tarry__atomic_u32(&channel->out.lock));
}

static inline Wait *wait_of(struct tarry_waiter *waiter) {
    return (Wait *)waiter; // its first member
}

static inline size_t min(size_t a, size_t b) {
    return a < b ? a : b;
}

static inline void copy(char *to, const char *from, size_t count, size_t size) {
    memcpy(to, from, count * size);
}

// ---- blocks ----

static inline size_t block_length(size_t size) {
    size_t length = (BLOCK_SIZE - sizeof(struct block)) / size;
    return length < BLOCK_LENGTH_MIN ? BLOCK_LENGTH_MIN : length;
}

static inline struct block *block_of(char *begin) {
    return (struct block *)begin - 1;
}

static inline struct block *block_new(size_t size) {
    size_t bytes;
    if (__builtin_mul_overflow(block_length(size), size, &bytes) ||
        __builtin_add_overflow(bytes, sizeof(struct block), &bytes)) {
        return NULL;
    }
    struct block *block = tarry__memory_new(bytes, _Alignof(max_align_t));
    if (block) {
        block->next = NULL;
    }
    return block;
}

static inline _Atomic(void *) *spare(Channel *channel) {
    return (_Atomic(void *) *)&channel->out.spare;
}

// in.lock: makes room behind the last element; false if there is no memory.
static inline bool add_block(Channel *channel, size_t size) {
    struct block *block = NULL;
    if (tarry__load(spare(channel), relaxed)) {
        block = tarry__exchange(spare(channel), NULL, acquire);
    }
    if (block) {
        block->next = NULL;
    } else if (!(block = block_new(size))) {
        return false;
    }
    block_of(channel->in.begin)->next = block;
    channel->in.begin = channel->in.place = (char *)(block + 1);
    channel->in.end = channel->in.begin + block_length(size) * size;
    return true;
}

// out.lock: goes on to the next block.
static inline void drop_block(Channel *channel, size_t size) {
    struct block *block = block_of(channel->out.begin);
    channel->out.begin = channel->out.place = (char *)(block->next + 1);
    channel->out.end = channel->out.begin + block_length(size) * size;
    tarry__memory_free(tarry__exchange(spare(channel), block, acq_rel));
}

// ---- the buffer ----

// in.lock: how many slots are known to be free; 0 only if there are none.
static inline size_t find_room(Channel *channel, size_t enough) {
    size_t taken = channel->in.count - tarry__load(tarry__atomic_size(&channel->in.seen), relaxed);
    if (channel->in.capacity - taken < enough) {
        size_t seen = tarry__load(tarry__atomic_size(&channel->out.count), acquire);
        tarry__store(tarry__atomic_size(&channel->in.seen), seen, relaxed);
        taken = channel->in.count - seen;
    }
    return channel->in.capacity - taken;
}

// in.lock: puts elements into the buffer, as many as there is room for. Returns how many; fewer than
// there is room for if there was no memory.
static inline size_t put(Channel *channel, const char *items, size_t count, size_t size) {
    size_t done = 0;
    count = min(count, find_room(channel, count));
    while (done < count) {
        if (channel->in.place == channel->in.end && !add_block(channel, size)) {
            break;
        }
        size_t chunk = 1;
        if (count - done > 1) {
            chunk = min(count - done, (size_t)(channel->in.end - channel->in.place) / size);
        }
        copy(channel->in.place, items + done * size, chunk, size);
        channel->in.place += chunk * size;
        if (channel->in.place == channel->in.end && channel->in.capacity != TARRY_UNBOUNDED) {
            channel->in.place = channel->in.begin;
        }
        tarry__store(tarry__atomic_size(&channel->in.count), channel->in.count + chunk, release);
        done += chunk;
    }
    return done;
}

// out.lock: how many elements are known to be in the buffer; 0 only if there are none.
static inline size_t find_elements(Channel *channel, size_t enough) {
    size_t seen = tarry__load(tarry__atomic_size(&channel->out.seen), relaxed);
    if (seen - channel->out.count < enough) {
        seen = tarry__load(tarry__atomic_size(&channel->in.count), acquire);
        tarry__store(tarry__atomic_size(&channel->out.seen), seen, relaxed);
    }
    return seen - channel->out.count;
}

// out.lock: takes elements out of the buffer, as many as there are. Returns how many.
static inline size_t take(Channel *channel, char *places, size_t count, size_t size) {
    size_t done = 0;
    count = min(count, find_elements(channel, count));
    while (done < count) {
        if (channel->out.place == channel->out.end) {
            drop_block(channel, size);
        }
        size_t chunk = 1;
        if (count - done > 1) {
            chunk = min(count - done, (size_t)(channel->out.end - channel->out.place) / size);
        }
        copy(places + done * size, channel->out.place, chunk, size);
        channel->out.place += chunk * size;
        if (channel->out.place == channel->out.end && channel->in.allocated != ALLOCATED_BLOCKS) {
            channel->out.place = channel->out.begin;
        }
        tarry__store(tarry__atomic_size(&channel->out.count), channel->out.count + chunk, release);
        done += chunk;
    }
    return done;
}

// ---- one element, when nothing stands in the way ----

static inline bool is_small(size_t size) {
    return size == 8 || size == 4 || size == 16;
}

// Without a call.
static inline void copy_small(char *to, const char *from, size_t size) {
    if (size == 8) {
        memcpy(to, from, 8);
    } else if (size == 4) {
        memcpy(to, from, 4);
    } else {
        memcpy(to, from, 16);
    }
}

static inline void copy_one(char *to, const char *from, size_t size, bool small) {
    if (small) {
        copy_small(to, from, size);
    } else {
        memcpy(to, from, size);
    }
}

// What TARRY_CHANNEL_INIT cannot compare.
static inline void require_size(const Channel *channel, size_t size) {
    tarry__require(channel->in.capacity == TARRY_UNBOUNDED ||
                       (size_t)(channel->in.end - channel->in.begin) == channel->in.capacity * size,
                   "tarry_channel: its storage has elements of another size", channel);
}

// in.lock, a receiver waits.
static inline void hand_over_one(Channel *channel, const char *item, size_t size) {
    struct tarry_waiter *waiter = tarry__wait_list_first(&channel->in.waiting);
    Wait *wait = wait_of(waiter);
    require_size(channel, size);
    copy_one(wait->items, item, size, is_small(size));
    wait->done = 1;
    tarry__wait_list_give_openly(&channel->in.waiting, waiter);
}

// in.lock, nobody waits. False: nothing was done.
static inline bool put_held(Channel *channel, const char *item, size_t size, bool small) {
    size_t count = channel->in.count;
    size_t taken = count - tarry__load(tarry__atomic_size(&channel->in.seen), relaxed);
    char *place = channel->in.place;
    bool goes = !channel->in.closed && taken < channel->in.capacity && place != channel->in.end;
    if (__builtin_expect(goes, 1)) {
        copy_one(place, item, size, small);
        place += size;
        if (place == channel->in.end && channel->in.capacity != TARRY_UNBOUNDED) {
            place = channel->in.begin;
        }
        channel->in.place = place;
        tarry__store(tarry__atomic_size(&channel->in.count), count + 1, release);
    }
    return goes;
}

static inline bool put_one(Channel *channel, const char *item, size_t size) {
    lock_in(channel);
    bool goes = true;
    if (channel->in.waiting) { // so it is not closed
        hand_over_one(channel, item, size);
    } else {
        goes = put_held(channel, item, size, is_small(size));
    }
    unlock_in(channel);
    return goes;
}

// Whether an element has been seen in the buffer, and not been taken. A guess, without a lock.
static inline bool has_seen_one(Channel *channel) {
    return tarry__load(tarry__atomic_size(&channel->out.seen), relaxed) !=
           tarry__load(tarry__atomic_size(&channel->out.count), relaxed);
}

// out.lock. False: nothing was done.
static inline bool take_held(Channel *channel, char *to, size_t size, bool small) {
    size_t count = channel->out.count;
    char *place = channel->out.place;
    bool goes = !channel->out.waiting &&
                tarry__load(tarry__atomic_size(&channel->out.seen), relaxed) != count &&
                place != channel->out.end;
    if (__builtin_expect(goes, 1)) {
        copy_one(to, place, size, small);
        place += size;
        if (place == channel->out.end && channel->in.allocated != ALLOCATED_BLOCKS) {
            place = channel->out.begin;
        }
        channel->out.place = place;
        tarry__store(tarry__atomic_size(&channel->out.count), count + 1, release);
    }
    return goes;
}

static inline bool take_one(Channel *channel, char *to, size_t size) {
    if (!has_seen_one(channel)) {
        return false;
    }
    lock_out(channel);
    bool goes = take_held(channel, to, size, is_small(size));
    unlock_out(channel);
    return goes;
}

#endif
