// State Threads has no channels: this is one made by hand, of its condition variables, as its users
// do. Its threads are never interrupted, so it needs no lock.
#ifndef ST_CHANNEL_H
#define ST_CHANNEL_H

#include <st.h>
#include <stdbool.h>

struct channel {
    int *items;
    unsigned capacity, first, count;
    unsigned senders, receivers; // that wait
    bool closed;
    st_cond_t room, filled;
};

static inline void channel_init(struct channel *channel, int *items, unsigned capacity) {
    *channel = (struct channel){.items = items, .capacity = capacity};
    channel->room = st_cond_new();
    channel->filled = st_cond_new();
}

static inline void channel_send(struct channel *channel, int item) {
    while (channel->count == channel->capacity) {
        channel->senders++;
        st_cond_wait(channel->room);
        channel->senders--;
    }
    unsigned last = channel->first + channel->count++;
    channel->items[last >= channel->capacity ? last - channel->capacity : last] = item;
    if (channel->receivers) {
        st_cond_signal(channel->filled);
    }
}

static inline bool channel_receive(struct channel *channel, int *out_item) {
    while (channel->count == 0) {
        if (channel->closed) {
            return false;
        }
        channel->receivers++;
        st_cond_wait(channel->filled);
        channel->receivers--;
    }
    *out_item = channel->items[channel->first];
    if (++channel->first == channel->capacity) {
        channel->first = 0;
    }
    channel->count--;
    if (channel->senders) {
        st_cond_signal(channel->room);
    }
    return true;
}

static inline void channel_close(struct channel *channel) {
    channel->closed = true;
    st_cond_broadcast(channel->filled);
}

#endif
