// What the reactors of one runtime know together about descriptors: how many operations wait on each, so that closing one
// that nobody waits on costs nothing but close(2), and closing one that is waited on ends those waits, on whatever worker.
#ifndef TARRY_REACTOR_DESCRIPTORS_H
#define TARRY_REACTOR_DESCRIPTORS_H

#include <stdint.h>

struct tarry__reactor;

// Listeners' counts of failed accepts in a row are kept by descriptor modulo this; two that share one only pause longer.
#define TARRY__LISTENER_SLOTS 64

struct tarry__descriptors {
    uint8_t accept_failures[TARRY__LISTENER_SLOTS]; // atomic; net/accept.c's
    uint32_t *waiters; // atomic counts, by descriptor modulo a power of two
    uint8_t *hints;    // atomic, likewise
    int placeholder;   // see descriptors.c
    uint32_t lock;     // guards the two below
    unsigned reactor_count;
    struct tarry__reactor *reactors;
};

// tarry__descriptors_init: before the first reactor. 0, -ENOMEM, -EMFILE, -ENFILE.
int tarry__descriptors_init(struct tarry__descriptors *descriptors);
// tarry__descriptors_destroy: after the last reactor. Zeroed is fine.
void tarry__descriptors_destroy(struct tarry__descriptors *descriptors);

// tarry__descriptors_forget: `fd` is a new file. Only saves system calls.
void tarry__descriptors_forget(struct tarry__descriptors *descriptors, int fd);

// tarry__descriptors_close closes `fd`. Operations in flight on it, on any reactor of these descriptors, end with
// -ECANCELED (or the result they already have); the number is not given to anybody else before they have. `own` is the
// calling worker's reactor, or NULL on any other thread. Never suspends. Returns 0; -EBADF; -EIO and the like from
// close(2), the descriptor being closed all the same; -ENOMEM, with nothing closed.
int tarry__descriptors_close(struct tarry__descriptors *descriptors, struct tarry__reactor *own,
                             int fd);

#endif
