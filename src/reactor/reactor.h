// The reactor: finishes operations on descriptors. It knows no tasks and no timers.
//
// Each worker has one. Whoever wants something of the kernel fills a struct tarry__operation in
// memory that stays where it is (the waiter's frame), submits it, and gets exactly one call of its
// `done`, from inside wait(), on the worker's thread: that is the only way an operation ends,
// cancelled or not. Submitting never fails; every failure is a result.
//
// States of an operation, and who changes them (one thread only, the worker's; no atomics):
//   1. tarry__operation_init: its owner's                   --- tarry__reactor_try may finish it
//   here, without a wait
//   2. submit: in flight                                    --- the reactor owns it, and the buffer
//   it names
//   3. cancel (any number of times): still in flight, told to end
//   4. done called: `result` is final, the owner may reuse or free the memory, also from within
//   done
//
// Three functions may be called by other threads: wake (also in signal handlers),
// tarry__descriptors_close, and nothing else.
//
// The backends, io_uring and epoll, are tables of functions. A simulated kernel would be a third.
#ifndef TARRY_REACTOR_REACTOR_H
#define TARRY_REACTOR_REACTOR_H

#include <assert.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "reactor/buffers.h"
#include "reactor/descriptors.h"

enum tarry__reactor_kind {
    TARRY__REACTOR_AUTO = 0, // io_uring if a ring can be made, else epoll
    TARRY__REACTOR_URING = 1,
    TARRY__REACTOR_EPOLL = 2,
};

enum tarry__opcode {
    // Wait until one of the poll(2) events in `size` holds; result: the events that hold. -EPERM
    // for what cannot be waited
    // for (a regular file under epoll).
    TARRY__OP_POLL = 0,
    TARRY__OP_READ = 1,    // at most `size` bytes to `buffer`; files: at their position
    TARRY__OP_WRITE = 2,   // at most `size` bytes from `buffer`; sockets: never SIGPIPE
    TARRY__OP_ACCEPT = 3,  // result: the new descriptor, non-blocking and close-on-exec
    TARRY__OP_CONNECT = 4, // to the sockaddr of `size` bytes at `buffer`; result: 0
    TARRY__OPCODE_COUNT,   // of those that can be submitted
    TARRY__OP_HOLD,        // see tarry__reactor_hold
};

// READ, WRITE and ACCEPT under epoll end with -EPERM on what epoll refuses (regular files): the
// blocking pool's work. Any operation in flight ends with -ECANCELED when its descriptor is closed
// by tarry__descriptors_close.
struct tarry__operation {
    void (*done)(struct tarry__operation *operation);
    int64_t result; // of the system call, or -errno
    void *buffer;
    uint32_t size;
    int fd;
    uint8_t opcode; // enum tarry__opcode
    // ---- private to the reactor ----
    uint8_t attempts;
    uint16_t state;                           // TARRY__OPERATION_* of backend.h
    uint8_t phase;                            // the waiter's own: runtime/operation.h
    struct tarry__operation *next, *previous; // all in flight on descriptors of one hash
    struct tarry__operation *queue_next;      // finished, or not yet given to the kernel
};
static_assert(sizeof(struct tarry__operation) <= 64,
              "an operation is part of every idle connection");

// tarry__operation_init fills in an operation. Every operation goes through it before
// tarry__reactor_try or submit, also when its memory is used again. `size` above
// TARRY__OPERATION_SIZE_MAX is cut to that.
static inline void tarry__operation_init(struct tarry__operation *operation,
                                         enum tarry__opcode opcode, int fd, void *buffer,
                                         size_t size,
                                         void (*done)(struct tarry__operation *operation));

// tarry__operation_init_pooled: a READ that takes a buffer from the reactor's pool when there is something to read. If the
// result is positive, `buffer` is that, and the owner's (see buffers.h); else there is none. `watch`:
// TARRY__OPERATION_WATCHED if the descriptor is the same file, and the reactor the same, as in an operation before that asked
// for TARRY__OPERATION_WATCH; that if more such reads will follow, on this reactor; else 0. One that is watched may end with
// -EAGAIN: there is something to read, and its owner is to make the attempt, by an operation that begins anew, when it is
// his turn. So of a thousand reads that are ready at once each uses the buffer the last one has given back.
static inline void tarry__operation_init_pooled(struct tarry__operation *operation, int fd,
                                                uint16_t watch);

// The largest size of one operation, as the kernel itself limits it (MAX_RW_COUNT).
#define TARRY__OPERATION_SIZE_MAX 0x7ffff000u

static inline void tarry__operation_init(struct tarry__operation *operation,
                                         enum tarry__opcode opcode, int fd, void *buffer,
                                         size_t size,
                                         void (*done)(struct tarry__operation *operation)) {
    operation->done = done;
    operation->result = 0;
    operation->buffer = buffer;
    operation->size =
        (uint32_t)(size < TARRY__OPERATION_SIZE_MAX ? size : TARRY__OPERATION_SIZE_MAX);
    operation->fd = fd;
    operation->opcode = (uint8_t)opcode;
    operation->attempts = 0;
    operation->state = 0;
}

// The other states are in backend.h.
#define TARRY__OPERATION_POOLED 8192   // kept when it has ended
#define TARRY__OPERATION_WATCH 16384   // the descriptor shall be watched, see watch.c
#define TARRY__OPERATION_WATCHED 32768 // it is; nothing else tells this operation

static inline void tarry__operation_init_pooled(struct tarry__operation *operation, int fd,
                                                uint16_t watch) {
    tarry__operation_init(operation, TARRY__OP_READ, fd, NULL, TARRY__BUFFER_SIZE, NULL);
    operation->state = (uint16_t)(TARRY__OPERATION_POOLED | watch);
}

struct tarry__reactor;

struct tarry__reactor_functions {
    const char *name;
    // A read that has to wait costs no more if nobody tries first; tarry__reactor_try does not,
    // then.
    bool waits_untried;
    // The file of a descriptor that is watched stays open when it is closed other than by tarry__descriptors_close.
    bool watch_keeps_open;
    // init makes the backend. Nothing is bound to the calling thread yet: submit, cancel and wait
    // belong to the thread that first calls one of them, or called tarry__reactor_adopt. 0 or
    // -errno.
    int (*init)(struct tarry__reactor *reactor);
    // adopt: see tarry__reactor_adopt. 0, or -errno: the backend is destroyed then.
    int (*adopt)(struct tarry__reactor *reactor);
    // destroy: nothing may be in flight. Any thread; safe on a zeroed reactor.
    void (*destroy)(struct tarry__reactor *reactor);
    void (*submit)(struct tarry__reactor *reactor, struct tarry__operation *operation);
    // cancel an operation in flight. It ends with -ECANCELED, or with its own result if that came
    // first.
    void (*cancel)(struct tarry__reactor *reactor, struct tarry__operation *operation);
    // wait gives the kernel what was submitted, waits until something finished, wake was called or
    // `timeout_ns` passed (0: does not wait; negative: for ever), and calls `done` of what
    // finished. Returns how many that were. May return early with 0.
    unsigned (*wait)(struct tarry__reactor *reactor, int64_t timeout_ns);
    // pending: whether the kernel has something for wait to find. Any thread, while the worker is
    // inside wait.
    bool (*pending)(struct tarry__reactor *reactor);
    // watch: the kernel tells of `fd` from now on, again and again (watch.c), first of all if it is readable now. False: it
    // cannot. unwatch: no more. False: there is no room for the request just now. NULL: never watches.
    bool (*watch)(struct tarry__reactor *reactor, int fd);
    bool (*unwatch)(struct tarry__reactor *reactor, int fd);
    // flush: true when the kernel has taken every descriptor's number it was ever told (see
    // descriptors.c).
    bool (*flush)(struct tarry__reactor *reactor);
};

// Operations in the order they were submitted.
struct tarry__operation_list {
    struct tarry__operation *first, **last;
};

// One worker's reactor, part of the worker. Every field is private to src/reactor but `in_flight`,
// which may be read, and `buffers`.
struct tarry__reactor {
    const struct tarry__reactor_functions *functions;
    struct tarry__descriptors *descriptors;
    void *backend;
    unsigned in_flight;  // operations submitted and not done
    uint32_t wake_state; // atomic; see reactor.c
    int wake_fd;         // an eventfd
    // ---- operations in flight, by descriptor: intrusive, so that a wait needs no memory ----
    struct tarry__operation **buckets; // see tarry__in_flight_of
    unsigned bucket_count;
    // ---- finished, their done not called yet ----
    struct tarry__operation_list finished;
    struct tarry__buffers buffers; // may be taken from and given to by the worker
    // ---- descriptors that are watched; see watch.c ----
    uint32_t *watches; // by descriptor: flags of backend.h, and a number
    unsigned watch_count;
    unsigned read_ahead; // in this wait, on watched descriptors
    unsigned untried;    // reads that were left to the kernel at once
    unsigned guessed;    // attempts as on what is no socket
    // ---- descriptors closed by other workers; see descriptors.c ----
    struct tarry__closing_link *closing;        // atomic: posted
    struct tarry__closing_link *unacknowledged; // taken
    struct tarry__reactor *next;                // of the same descriptors
};

// tarry__reactor_init makes the reactor of one worker. With AUTO it picks the backend: io_uring,
// with a smaller ring when there is not enough lockable memory, else epoll. EPOLL makes no io_uring
// call at all. 0; -EMFILE, -ENOMEM, ... when none can be made; what io_uring_setup said when URING
// was asked for. Every reactor of a runtime has the same `descriptors`; init and destroy are called
// while no worker of that runtime runs, or under its lock. Any thread.
int tarry__reactor_init(struct tarry__reactor *reactor, enum tarry__reactor_kind kind,
                        struct tarry__descriptors *descriptors);
// tarry__reactor_adopt makes the calling thread the reactor's owner, instead of the one that
// submitted and waited until now. Nothing may be in flight. A ring cannot change its thread and is
// made anew; if there is none any more, epoll takes over, whatever the kind. 0; -EMFILE, -ENOMEM,
// ...: it can only be adopted again then, or destroyed.
int tarry__reactor_adopt(struct tarry__reactor *reactor);
// tarry__reactor_destroy: zeroed is fine. No operation may be in flight.
void tarry__reactor_destroy(struct tarry__reactor *reactor);

// tarry__reactor_forbid: from now on whatever is asked of the reactor calls `report`, which does not return. The same one for
// all reactors of the process.
void tarry__reactor_forbid(struct tarry__reactor *reactor, void (*report)(void));

// tarry__reactor_kind_parse reads "uring", "epoll", "auto" or "" / NULL (auto). 0, or -EINVAL.
int tarry__reactor_kind_parse(const char *text, enum tarry__reactor_kind *out_kind);
// tarry__reactor_kind says which backend this one is.
enum tarry__reactor_kind tarry__reactor_kind(const struct tarry__reactor *reactor);

// tarry__reactor_wake makes the wait in progress, or if there is none the next one, return without
// delay. Any thread, signal handlers too; the reactor must not be destroyed meanwhile. Cheap when
// the worker is not inside wait.
void tarry__reactor_wake(struct tarry__reactor *reactor);

// tarry__reactor_submit: see "States of an operation".
void tarry__reactor_submit(struct tarry__reactor *reactor, struct tarry__operation *operation);

static inline void tarry__reactor_cancel(struct tarry__reactor *reactor,
                                         struct tarry__operation *operation) {
    reactor->functions->cancel(reactor, operation);
}

// tarry__reactor_has_work: whether a wait could find anything to do but a wake: operations in
// flight, or descriptors that other workers have closed.
static inline bool tarry__reactor_has_work(struct tarry__reactor *reactor) {
    return reactor->in_flight > 0 || reactor->unacknowledged ||
           __atomic_load_n(&reactor->closing, __ATOMIC_RELAXED);
}

static inline unsigned tarry__reactor_wait(struct tarry__reactor *reactor, int64_t timeout_ns) {
    return reactor->functions->wait(reactor, timeout_ns);
}

// tarry__reactor_pending: whether a worker that is in tarry__reactor_wait will come back from it, or
// is about to, for what the kernel has for it. Any thread.
static inline bool tarry__reactor_pending(struct tarry__reactor *reactor) {
    return reactor->functions->pending && reactor->functions->pending(reactor);
}

// tarry__reactor_leave: who has read from a descriptor will go on elsewhere. It is not watched here any more.
void tarry__reactor_leave(struct tarry__reactor *reactor, int fd);

// tarry__reactor_try makes one attempt at an operation that is not in flight, without ever waiting:
// true when it ended, with `result` set (`done` is not called), false when it has to be submitted
// to the same reactor, now. Between the two the descriptor counts as waited on, so that closing it
// finds the operation, wherever it is just then.
bool tarry__reactor_try(struct tarry__reactor *reactor, struct tarry__operation *operation);

// tarry__operation_try makes the attempt alone. Any thread.
bool tarry__operation_try(struct tarry__operation *operation);

// tarry__reactor_hold puts in flight, in place of an operation that has ended, one that does
// nothing but keep its descriptor's number from everybody else once it is closed: while a thread of
// the blocking pool works on it. tarry__reactor_release, on the same reactor, ends it; its done is
// not called.
void tarry__reactor_hold(struct tarry__reactor *reactor, struct tarry__operation *operation);
void tarry__reactor_release(struct tarry__reactor *reactor, struct tarry__operation *operation);

// tarry__operation_is_file: a READ or WRITE of a file that is always "ready", or says so (/proc,
// /sys): waiting for it means nothing, and a backend that cannot do it otherwise ends it with
// -EPERM. Any thread.
bool tarry__operation_is_file(const struct tarry__operation *operation);

#endif
