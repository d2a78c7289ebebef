// What the programs of POSIX threads share: starting one, and a channel, which they do not have
// either: made of a mutex and two condition variables, as their users do.
#ifndef BENCH_THREAD_H
#define BENCH_THREAD_H

#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static inline pthread_t start_thread(void *(*function)(void *), void *argument) {
    pthread_t thread;
    int error = pthread_create(&thread, NULL, function, argument);
    if (error != 0) {
        fprintf(stderr, "cannot start a thread: %s\n", strerror(error));
        exit(1);
    }
    return thread;
}

struct channel {
    pthread_mutex_t mutex;
    pthread_cond_t room, filled;
    int *items;
    unsigned capacity, first, count;
    unsigned senders, receivers; // that wait
    bool closed;
};

static inline void channel_init(struct channel *channel, int *items, unsigned capacity) {
    *channel = (struct channel){PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER,
                                PTHREAD_COND_INITIALIZER, .items = items, .capacity = capacity};
}

static inline void channel_send(struct channel *channel, int item) {
    pthread_mutex_lock(&channel->mutex);
    while (channel->count == channel->capacity) {
        channel->senders++;
        pthread_cond_wait(&channel->room, &channel->mutex);
        channel->senders--;
    }
    unsigned last = channel->first + channel->count++;
    channel->items[last >= channel->capacity ? last - channel->capacity : last] = item;
    bool awaited = channel->receivers > 0;
    pthread_mutex_unlock(&channel->mutex);
    if (awaited) {
        pthread_cond_signal(&channel->filled);
    }
}

static inline bool channel_receive(struct channel *channel, int *out_item) {
    pthread_mutex_lock(&channel->mutex);
    while (channel->count == 0 && !channel->closed) {
        channel->receivers++;
        pthread_cond_wait(&channel->filled, &channel->mutex);
        channel->receivers--;
    }
    bool is_there = channel->count > 0;
    if (is_there) {
        *out_item = channel->items[channel->first];
        channel->first = channel->first + 1 == channel->capacity ? 0 : channel->first + 1;
        channel->count--;
    }
    bool awaited = is_there && channel->senders > 0;
    pthread_mutex_unlock(&channel->mutex);
    if (awaited) {
        pthread_cond_signal(&channel->room);
    }
    return is_there;
}

static inline void channel_close(struct channel *channel) {
    pthread_mutex_lock(&channel->mutex);
    channel->closed = true;
    pthread_mutex_unlock(&channel->mutex);
    pthread_cond_broadcast(&channel->filled);
}

#endif
