// What both backends are made of: the choice between them, waking, and the lists of operations.
//
// wake_state, the protocol between the one thread that waits and any that wake it:
//   AWAKE -> SLEEPING   the owner, before it sleeps (seq_cst); fails when somebody woke it already: then it does not sleep
//   any   -> WOKEN      a waker (seq_cst), who then writes to wake_fd if it was SLEEPING
//   any   -> AWAKE      the owner, when it is back (acquire: it sees what the waker did before)
// A write that comes late, to an owner that is already back, costs it one wait that ends early.
#include "reactor/backend.h"

#include "base/atomic.h"
#include "base/memory.h"
#include "base/system.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/eventfd.h>

enum { AWAKE = 0, SLEEPING = 1, WOKEN = 2 };

// Chains grow to twice the number of buckets before there are more. A power of two.
#define BUCKETS_MIN 64

// ---- operations in flight ----

struct tarry__operation **tarry__in_flight_of(struct tarry__reactor *reactor, int fd) {
    return &reactor->buckets[(unsigned)fd & (reactor->bucket_count - 1)];
}

static void append(struct tarry__operation **first, struct tarry__operation *operation) {
    operation->next = NULL;
    if (*first) {
        operation->previous = (*first)->previous;
        operation->previous->next = operation;
    } else {
        *first = operation;
    }
    (*first)->previous = operation;
}

static void unlink_from(struct tarry__operation **first, struct tarry__operation *operation) {
    struct tarry__operation *next = operation->next;
    if (*first != operation) {
        operation->previous->next = next;
        (next ? next : *first)->previous = operation->previous;
    } else if ((*first = next)) {
        next->previous = operation->previous;
    }
}

static struct tarry__operation **buckets_new(unsigned count) {
    return tarry__memory_new_zeroed(count * sizeof(struct tarry__operation *), sizeof(void *));
}

// Only makes the search shorter: without memory for it everything goes on as before. By a large step, so that what is left
// of the old ones is small beside it.
static void grow(struct tarry__reactor *reactor) {
    unsigned old_count = reactor->bucket_count;
    struct tarry__operation **old = reactor->buckets;
    struct tarry__operation **buckets = buckets_new(old_count * 4);
    if (!buckets) {
        return;
    }
    reactor->buckets = buckets;
    reactor->bucket_count = old_count * 4;
    for (unsigned i = 0; i < old_count; i++) {
        for (struct tarry__operation *operation = old[i], *next; operation; operation = next) {
            next = operation->next;
            append(tarry__in_flight_of(reactor, operation->fd), operation);
        }
    }
    tarry__memory_free(old);
}

// From here on who closes the descriptor knows that somebody waits.
static void count(struct tarry__reactor *reactor, struct tarry__operation *operation) {
    if (!(operation->state & TARRY__OPERATION_COUNTED)) {
        tarry__descriptors_count(reactor->descriptors, operation->fd);
        operation->state |= TARRY__OPERATION_COUNTED;
    }
}

static void uncount(struct tarry__reactor *reactor, struct tarry__operation *operation) {
    if (operation->state & TARRY__OPERATION_COUNTED) {
        tarry__descriptors_uncount(reactor->descriptors, operation->fd);
        operation->state &= (uint16_t)~TARRY__OPERATION_COUNTED;
    }
}

void tarry__in_flight_add(struct tarry__reactor *reactor, struct tarry__operation *operation) {
    assert(!(operation->state & TARRY__OPERATION_IN_FLIGHT));
    operation->state |= TARRY__OPERATION_IN_FLIGHT;
    if (++reactor->in_flight > 2 * reactor->bucket_count) {
        grow(reactor);
    }
    append(tarry__in_flight_of(reactor, operation->fd), operation);
    if (!(operation->state & TARRY__OPERATION_WATCHED)) { // the watch counts for it
        count(reactor, operation);
    }
}

void tarry__in_flight_unwatched(struct tarry__reactor *reactor,
                                struct tarry__operation *operation) {
    operation->state &= (uint16_t) ~(TARRY__OPERATION_WATCHED | TARRY__OPERATION_WATCH);
    count(reactor, operation);
}

bool tarry__try(struct tarry__reactor *reactor, struct tarry__operation *operation) {
    if (!(operation->state & TARRY__OPERATION_POOLED)) {
        bool ended = tarry__hints_try(reactor, operation);
        if (operation->state & (TARRY__OPERATION_WATCH | TARRY__OPERATION_WATCHED)) {
            tarry__watch_read(reactor, operation, ended);
        }
        return ended;
    }
    operation->buffer = tarry__buffers_take(&reactor->buffers);
    if (!operation->buffer) {
        operation->result = -ENOMEM;
        return true;
    }
    bool ended = tarry__hints_try(reactor, operation);
    tarry__watch_read(reactor, operation, ended);
    if (!ended || operation->result <= 0) {
        tarry__buffers_give(&reactor->buffers, operation->buffer);
        operation->buffer = NULL;
    }
    return ended;
}

// Not tried, since the watch would have told. One that is watched no more begins anew.
static bool is_quiet(struct tarry__reactor *reactor, struct tarry__operation *operation) {
    if (operation->state & TARRY__OPERATION_WATCHED &&
        !tarry__watch_is_armed(reactor, operation->fd)) {
        operation->state &= (uint16_t)~TARRY__OPERATION_WATCHED;
        operation->state |= TARRY__OPERATION_WATCH;
    }
    return operation->state & TARRY__OPERATION_WATCHED &&
           tarry__watch_is_quiet(reactor, operation->fd);
}

bool tarry__reactor_try(struct tarry__reactor *reactor, struct tarry__operation *operation) {
    if (!tarry__watch_is_armed(reactor, operation->fd)) { // else that is counted
        count(reactor, operation);
    }
    if (is_quiet(reactor, operation)) {
        return false;
    }
    if (!(operation->state & TARRY__OPERATION_WATCHED) &&
        tarry__hints_in_vain(reactor, operation)) {
        operation->state |= TARRY__OPERATION_UNTRIED;
        return false;
    }
    bool ended = tarry__try(reactor, operation);
    if (ended) {
        tarry__hints_note_read(reactor, operation, true);
        uncount(reactor, operation);
    } else {
        tarry__hints_note_vain(reactor, operation);
    }
    return ended;
}

void tarry__reactor_leave(struct tarry__reactor *reactor, int fd) {
    if (tarry__watch_is_armed(reactor, fd)) {
        tarry__watch_end(reactor, fd); // or later, when it has told in vain
    }
}

void tarry__reactor_submit(struct tarry__reactor *reactor, struct tarry__operation *operation) {
    if (operation->state & TARRY__OPERATION_WATCH) {
        count(reactor,
              operation); // a watch that counted for its attempt ends before the new one begins
        if (tarry__watch_begin(reactor, operation->fd)) {
            operation->state |= TARRY__OPERATION_WATCHED;
        }
    }
    if (operation->state & TARRY__OPERATION_WATCHED) {
        operation->state |= TARRY__OPERATION_TRIED; // the descriptor is good
        tarry__in_flight_add(reactor, operation);
    } else {
        reactor->functions->submit(reactor, operation);
    }
}

// How the kernel says that the operation was interrupted, or that its descriptor, which was good, is gone.
static bool is_cancellation(const struct tarry__operation *operation, int64_t result) {
    const unsigned was_good =
        TARRY__OPERATION_CANCELLED | TARRY__OPERATION_TRIED | TARRY__OPERATION_STARTED;
    return (operation->state & TARRY__OPERATION_CANCELLED &&
            (result == -EINTR || result == -EAGAIN || result == -ENOTSOCK)) ||
           (operation->state & was_good && result == -EBADF);
}

void tarry__finish(struct tarry__reactor *reactor, struct tarry__operation *operation,
                   int64_t result) {
    assert(operation->state & TARRY__OPERATION_IN_FLIGHT);
    assert(!(operation->state & TARRY__OPERATION_FINISHED));
    if (is_cancellation(operation, result)) {
        result = -ECANCELED;
    }
    unlink_from(tarry__in_flight_of(reactor, operation->fd), operation);
    uncount(reactor, operation);
    operation->result = result;
    tarry__hints_note_read(reactor, operation, false);
    operation->state |= TARRY__OPERATION_FINISHED;
    operation->queue_next = NULL;
    *reactor->finished.last = operation;
    reactor->finished.last = &operation->queue_next;
}

bool tarry__cancel_all_on(struct tarry__reactor *reactor, int fd) {
    bool held = false;
    struct tarry__operation *next;
    for (struct tarry__operation *operation = *tarry__in_flight_of(reactor, fd); operation;
         operation = next) {
        next = operation->next;
        if (operation->fd == fd && operation->opcode == TARRY__OP_HOLD) {
            held = true;
        } else if (operation->fd == fd) {
            tarry__reactor_cancel(reactor, operation);
        }
    }
    if (tarry__watch_is_armed(reactor, fd) && !tarry__watch_end(reactor, fd)) {
        held = true;
    }
    return !held;
}

void tarry__reactor_hold(struct tarry__reactor *reactor, struct tarry__operation *operation) {
    operation->opcode = TARRY__OP_HOLD;
    operation->state = 0;
    tarry__in_flight_add(reactor, operation);
}

void tarry__reactor_release(struct tarry__reactor *reactor, struct tarry__operation *operation) {
    assert(operation->opcode == TARRY__OP_HOLD);
    unlink_from(tarry__in_flight_of(reactor, operation->fd), operation);
    uncount(reactor, operation);
    reactor->in_flight--;
    operation->state = 0;
}

// ---- waiting ----

int64_t tarry__wait_begin(struct tarry__reactor *reactor, int64_t timeout_ns) {
    tarry__closing_take(reactor);
    reactor->read_ahead = 0;
    if (reactor->finished.first || timeout_ns == 0) {
        return 0;
    }
    uint32_t expected = AWAKE;
    return tarry__compare_exchange(tarry__atomic_u32(&reactor->wake_state), &expected, SLEEPING,
                                   seq_cst, seq_cst)
               ? timeout_ns
               : 0;
}

void tarry__wait_failed(const char *call, int error, int64_t timeout_ns) {
    static uint32_t told; // atomic
    const int64_t longest_ms = 10;
    if (tarry__exchange(tarry__atomic_u32(&told), 1, relaxed) == 0) {
        fprintf(stderr,
                "tarry: %s fails (%s): tasks that wait for a descriptor wait for ever now. Was "
                "the runtime's own descriptor closed, or the call forbidden?\n",
                call, strerror(-error));
    }
    int64_t ms = timeout_ns < 0 ? longest_ms : timeout_ns / 1000000;
    tarry__system_poll_once(-1, 0, (int)(ms < longest_ms ? ms : longest_ms));
}

// Takes the list first: a done may submit, and what that finishes at once is for the next wait.
static unsigned deliver(struct tarry__reactor *reactor) {
    unsigned count = 0;
    struct tarry__operation *operation = reactor->finished.first;
    tarry__operation_list_init(&reactor->finished);
    while (operation) {
        struct tarry__operation *next = operation->queue_next;
        operation->state &= TARRY__OPERATION_POOLED;
        reactor->in_flight--;
        count++;
        operation->done(operation);
        operation = next;
    }
    return count;
}

unsigned tarry__wait_end(struct tarry__reactor *reactor) {
    if (tarry__load(tarry__atomic_u32(&reactor->wake_state), relaxed) != AWAKE) {
        tarry__exchange(tarry__atomic_u32(&reactor->wake_state), AWAKE, seq_cst);
    }
    tarry__closing_take(reactor);
    return deliver(reactor);
}

void tarry__reactor_wake(struct tarry__reactor *reactor) {
    if (tarry__exchange(tarry__atomic_u32(&reactor->wake_state), WOKEN, seq_cst) == SLEEPING) {
        int saved = errno; // a signal handler's caller may be looking at it
        uint64_t one = 1;
        tarry__system_write(reactor->wake_fd, &one, sizeof one);
        errno = saved;
    }
}

// ---- starting ----

int tarry__reactor_kind_parse(const char *text, enum tarry__reactor_kind *out_kind) {
    if (!text || !*text || !strcmp(text, "auto")) {
        *out_kind = TARRY__REACTOR_AUTO;
    } else if (!strcmp(text, "uring")) {
        *out_kind = TARRY__REACTOR_URING;
    } else if (!strcmp(text, "epoll")) {
        *out_kind = TARRY__REACTOR_EPOLL;
    } else {
        return -EINVAL;
    }
    return 0;
}

enum tarry__reactor_kind tarry__reactor_kind(const struct tarry__reactor *reactor) {
    return reactor->functions == &tarry__epoll_functions ? TARRY__REACTOR_EPOLL
                                                         : TARRY__REACTOR_URING;
}

static int init_backend(struct tarry__reactor *reactor, enum tarry__reactor_kind kind) {
    int error = -ENOSYS;
    if (kind != TARRY__REACTOR_EPOLL) {
        reactor->functions = &tarry__uring_functions;
        error = reactor->functions->init(reactor);
    }
    if (error && kind != TARRY__REACTOR_URING) {
        reactor->functions = &tarry__epoll_functions;
        error = reactor->functions->init(reactor);
    }
    return error;
}

int tarry__reactor_init(struct tarry__reactor *reactor, enum tarry__reactor_kind kind,
                        struct tarry__descriptors *descriptors) {
    *reactor = (struct tarry__reactor){.descriptors = descriptors, .wake_fd = -1};
    tarry__operation_list_init(&reactor->finished);
    int error = -ENOMEM;
    reactor->buckets = buckets_new(BUCKETS_MIN);
    if (!reactor->buckets) {
        goto fail;
    }
    reactor->bucket_count = BUCKETS_MIN;
    reactor->wake_fd = error = tarry__system_eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    if (error < 0) {
        goto fail;
    }
    error = init_backend(reactor, kind);
    if (error) {
        reactor->functions = NULL;
        goto fail;
    }
    tarry__descriptors_add(descriptors, reactor);
    return 0;

fail:
    tarry__reactor_destroy(reactor);
    return error;
}

int tarry__reactor_adopt(struct tarry__reactor *reactor) {
    assert(reactor->in_flight == 0);
    if (reactor->backend) {
        tarry__watch_end_all(reactor);
    }
    int error = reactor->backend ? reactor->functions->adopt(reactor)
                                 : reactor->functions->init(reactor); // failed the last time
    if (error && reactor->functions != &tarry__epoll_functions) {
        reactor->functions = &tarry__epoll_functions;
        error = reactor->functions->init(reactor);
    }
    return error;
}

void tarry__reactor_destroy(struct tarry__reactor *reactor) {
    assert(reactor->in_flight == 0);
    if (reactor->functions) {
        tarry__descriptors_remove(reactor->descriptors, reactor);
        reactor->functions->destroy(reactor);
    }
    tarry__buffers_destroy(&reactor->buffers);
    tarry__memory_free(reactor->watches);
    if (reactor->buckets) {
        tarry__memory_free(reactor->buckets);
        if (reactor->wake_fd >= 0) {
            tarry__system_close(reactor->wake_fd);
        }
    }
    *reactor = (struct tarry__reactor){.wake_fd = -1};
}
