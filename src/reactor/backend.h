// What the backends share: the operations in flight by descriptor, the finished ones, and the start and end of a wait.
// Nothing outside src/reactor includes this.
#ifndef TARRY_REACTOR_BACKEND_H
#define TARRY_REACTOR_BACKEND_H

#include "reactor/reactor.h"

enum {
    TARRY__OPERATION_IN_FLIGHT = 1,
    TARRY__OPERATION_CANCELLED = 2,  // cancel was called
    TARRY__OPERATION_FINISHED = 4,   // result is final, done not called yet
    TARRY__OPERATION_NOT_SOCKET = 8, // READ, WRITE: the descriptor said so
    TARRY__OPERATION_STARTED = 16,   // CONNECT: connect(2) was called
    TARRY__OPERATION_TRIED = 32,     // one attempt found that it has to wait
    TARRY__OPERATION_COUNTED = 64,   // the descriptor counts it as waiting; else its watch
    TARRY__OPERATION_UNTRIED = 4096, // READ, ACCEPT: not tried, for there will be nothing (hints.c)
    // POOLED, WATCH, WATCHED = 8192, 16384, 32768: in reactor.h
    // io_uring alone:
    TARRY__OPERATION_POLLING = 128,     // the kernel has a poll; the attempt is made when it ends
    TARRY__OPERATION_KERNEL = 256,      // the kernel has it
    TARRY__OPERATION_QUEUED = 512,      // in the list of what the ring had no room for
    TARRY__OPERATION_CANCELLING = 1024, // the kernel has a request to cancel it
    TARRY__OPERATION_RESULT = 2048,     // the result is there, the answer to that request is not
};

extern const struct tarry__reactor_functions tarry__uring_functions;
extern const struct tarry__reactor_functions tarry__epoll_functions;

// tarry__wait_failed: the kernel refuses to wait, since the backend's descriptor was closed, or the call is forbidden now. Said
// once; sleeps instead, but not for long, so that timers and other threads' wakes still have their turn.
void tarry__wait_failed(const char *call, int error, int64_t timeout_ns);

// The poll(2) events the operation waits for.
uint32_t tarry__operation_events(const struct tarry__operation *operation);

// tarry__operation_transient: an accept that failed because of what happened to that one connection. The listener lives.
bool tarry__operation_transient(int64_t result);

// tarry__in_flight_add: in submit, once. tarry__in_flight_of: the first of the list that holds those on `fd`, among others;
// the `previous` of the first is the last. tarry__in_flight_unwatched: one that waits for a watch waits by itself from now on;
// to be called before the watch is ended.
void tarry__in_flight_add(struct tarry__reactor *reactor, struct tarry__operation *operation);
struct tarry__operation **tarry__in_flight_of(struct tarry__reactor *reactor, int fd);
void tarry__in_flight_unwatched(struct tarry__reactor *reactor, struct tarry__operation *operation);

// tarry__operation_ended: an attempt had this result. False: it has to wait.
bool tarry__operation_ended(struct tarry__operation *operation, int64_t result);

// tarry__operation_try_other makes the attempt at a READ or WRITE that is one system call if the descriptor is no socket, and right
// if it is. The result, -EAGAIN: it has to wait. -EOPNOTSUPP: it was none, for the kernel or the file knows none such. A write
// that failed otherwise raised no signal, which may be due.
int64_t tarry__operation_try_other(struct tarry__operation *operation);

// Hints, see hints.c. tarry__hints_try is tarry__operation_try, with fewer system calls if the descriptor is what it was the
// last time. _in_vain: no attempt is to be made before the wait. _note_vain: one was made, and found nothing. _note_read:
// a read has ended; `at_once`: by the attempt before any wait.
bool tarry__hints_try(struct tarry__reactor *reactor, struct tarry__operation *operation);
bool tarry__hints_in_vain(struct tarry__reactor *reactor, struct tarry__operation *operation);
void tarry__hints_note_vain(struct tarry__reactor *reactor,
                            const struct tarry__operation *operation);
void tarry__hints_note_read(struct tarry__reactor *reactor,
                            const struct tarry__operation *operation, bool at_once);

// tarry__try is tarry__hints_try with a buffer of the pool's, if the operation takes one.
bool tarry__try(struct tarry__reactor *reactor, struct tarry__operation *operation);

// tarry__finish ends an operation in flight: its done is called at the end of this wait, or of the next.
void tarry__finish(struct tarry__reactor *reactor, struct tarry__operation *operation,
                   int64_t result);

// What a reactor knows of a descriptor; above it the number of the watch, so that late answers are known to be that.
enum {
    TARRY__WATCH_ARMED = 1,
    TARRY__WATCH_READY = 2,
    TARRY__WATCH_STICKY = 4,
    TARRY__WATCH_ONE = 8, // a unit of the number
};

bool tarry__watch_is_armed(struct tarry__reactor *reactor, int fd);
// tarry__watch_is_quiet: armed, and a read would find nothing.
bool tarry__watch_is_quiet(struct tarry__reactor *reactor, int fd);
uint32_t tarry__watch_number(struct tarry__reactor *reactor, int fd);
// tarry__watch_begin arms. False: nothing is watched. _end: false if that has to be tried again. _ended: the kernel has
// ended it, or forgotten it. _end_all: nobody waits.
bool tarry__watch_begin(struct tarry__reactor *reactor, int fd);
bool tarry__watch_end(struct tarry__reactor *reactor, int fd);
void tarry__watch_ended(struct tarry__reactor *reactor, int fd);
void tarry__watch_end_all(struct tarry__reactor *reactor);
// tarry__watch_told: the kernel told of an armed one; to be called before the operations make their attempts. May end it.
void tarry__watch_told(struct tarry__reactor *reactor, int fd, uint32_t events);
// tarry__watch_serve: an operation that waits for it alone ends, or finds nothing.
void tarry__watch_serve(struct tarry__reactor *reactor, struct tarry__operation *operation);
// tarry__watch_read: an attempt was made. `ended`: as tarry__operation_try said.
void tarry__watch_read(struct tarry__reactor *reactor, const struct tarry__operation *operation,
                       bool ended);

// tarry__wait_begin returns how long the backend may sleep. tarry__wait_end calls what finished and returns how many.
int64_t tarry__wait_begin(struct tarry__reactor *reactor, int64_t timeout_ns);
unsigned tarry__wait_end(struct tarry__reactor *reactor);

// tarry__closing_take cancels what is in flight on descriptors that other workers closed.
void tarry__closing_take(struct tarry__reactor *reactor);

// tarry__cancel_all_on cancels every operation in flight on `fd`. False if one of them is held: the
// number is still in use.
bool tarry__cancel_all_on(struct tarry__reactor *reactor, int fd);

// tarry__descriptors_count: an operation on the descriptor begins, before its first attempt, or a watch, before the kernel is
// told. _uncount: it has ended. tarry__descriptors_waiters: the count, of descriptors.c and its tests.
void tarry__descriptors_count(struct tarry__descriptors *descriptors, int fd);
void tarry__descriptors_uncount(struct tarry__descriptors *descriptors, int fd);
uint32_t *tarry__descriptors_waiters(struct tarry__descriptors *descriptors, int fd);
// What hints.c knows of a descriptor: of those that share a slot, and of files of the same number, at a time.
uint8_t *tarry__descriptors_hints(struct tarry__descriptors *descriptors, int fd);
void tarry__descriptors_add(struct tarry__descriptors *descriptors, struct tarry__reactor *reactor);
void tarry__descriptors_remove(struct tarry__descriptors *descriptors,
                               struct tarry__reactor *reactor);

static inline void tarry__operation_list_init(struct tarry__operation_list *list) {
    list->first = NULL;
    list->last = &list->first;
}

#endif
