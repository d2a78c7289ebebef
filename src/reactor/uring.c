// The io_uring backend: one ring a worker. Everything submitted since the last wait goes to the kernel in the one call that
// waits; results come back without a call for each.
//
// What the kernel is given for READ, WRITE, ACCEPT and CONNECT is the request of that name, so that data, connection or
// error arrive with the completion. Where the kernel only says "not ready" (-EAGAIN; some files in non-blocking mode), or
// does not know the request, it is given a poll instead, and the attempt is made when that ends (POLLING).
//
// The life of an operation, by its state bits (backend.h):
//   QUEUED             the ring had no room: in `queue`, which every wait empties first, in order
//   KERNEL             a request whose user_data is the operation's address
//   KERNEL CANCELLING  and a second one, to cancel it, with that address + 1. Both answer, in any order; RESULT: the
//                      operation's own answer is there, the other is not. The operation ends when it has no request left
//                      and is in no queue, so that no answer ever meets memory that is somebody else's by now
// The buffer is the kernel's until then, cancelled or not.
#ifdef TARRY__HAVE_LIBURING

#include "reactor/backend.h"

#include "base/atomic.h"
#include "base/memory.h"
#include "base/system.h"

#include <errno.h>
#include <limits.h>
#include <liburing.h>
#include <poll.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

// Requests given at once, at most; more are given in several calls. When there is not enough lockable memory for the ring,
// a smaller one is tried, down to RING_MIN.
#define RING_MAX 256
#define RING_MIN 8
#define COMPLETIONS_PER_ENTRY 8

// How often to wait when the kernel takes nothing for now, and how often to repeat a cancellation that met its operation
// between two places.
#define RETRY_NS 1000000
#define CANCEL_ATTEMPTS_MAX 100

// user_data of what is not an operation's own request; operations are aligned, so that the low bits are free. With
// WATCH_BIT it is a watch (watch.c): 31 bits of descriptor above three of these, then its number.
#define WAKE_KEY 0
#define CANCEL_BIT 1
#define WATCH_BIT 2
#define NOBODY_KEY 4
#define WATCH_FD_SHIFT 3
#define WATCH_NUMBER_SHIFT 34

struct uring {
    struct io_uring ring;
    unsigned flags;      // IORING_SETUP_*, as the kernel took them
    uint32_t opcodes;    // bit per enum tarry__opcode: the kernel knows the request
    bool started;        // enabled, and bound to `owner`
    bool poll_first;     // IORING_RECVSEND_POLL_FIRST is known
    bool wake_multishot; // the poll on wake_fd may stay armed
    bool wake_armed;
    uint64_t owner; // thread_number() of the thread the ring belongs to
    struct tarry__operation_list queue;
};

// ---- starting ----

// The best that newer kernels have first. R_DISABLED (5.10) leaves open which thread will own the ring.
static const unsigned setups[] = {
    IORING_SETUP_R_DISABLED | IORING_SETUP_SUBMIT_ALL | IORING_SETUP_SINGLE_ISSUER |
        IORING_SETUP_DEFER_TASKRUN | IORING_SETUP_TASKRUN_FLAG, // Linux 6.1
    IORING_SETUP_R_DISABLED | IORING_SETUP_SUBMIT_ALL | IORING_SETUP_COOP_TASKRUN |
        IORING_SETUP_TASKRUN_FLAG, // 5.19
    IORING_SETUP_R_DISABLED,       // 5.10
};

static int ring_new(struct uring *self, unsigned setup, unsigned entries) {
    struct io_uring_params parameters = {
        .flags = setup | IORING_SETUP_CQSIZE,
        .cq_entries = entries * COMPLETIONS_PER_ENTRY,
    };
    int error = io_uring_queue_init_params(entries, &self->ring, &parameters);
    self->flags = setup;
    return error;
}

static int ring_new_any(struct uring *self) {
    int error = -EINVAL;
    for (unsigned i = 0; i < sizeof setups / sizeof *setups && error == -EINVAL; i++) {
        unsigned entries = RING_MAX;
        do {
            error = ring_new(self, setups[i], entries);
            entries /= 4;
        } while (error == -ENOMEM && entries >= RING_MIN);
    }
    return error;
}

// The opcodes that are one request, or one of two, depending on the descriptor; bit per enum tarry__opcode.
static uint32_t known_opcodes(const struct io_uring_probe *probe) {
    static const struct {
        uint8_t opcode, socket, other;
    } requests[] = {
        {TARRY__OP_POLL, IORING_OP_POLL_ADD, IORING_OP_POLL_ADD},
        {TARRY__OP_READ, IORING_OP_RECV, IORING_OP_READ},
        {TARRY__OP_WRITE, IORING_OP_SEND, IORING_OP_WRITE},
        {TARRY__OP_ACCEPT, IORING_OP_ACCEPT, IORING_OP_ACCEPT},
        {TARRY__OP_CONNECT, IORING_OP_CONNECT, IORING_OP_CONNECT},
    };
    uint32_t known = 0;
    for (unsigned i = 0; i < sizeof requests / sizeof *requests; i++) {
        if (!tarry__system_fails("io_uring_opcode") &&
            io_uring_opcode_supported(probe, requests[i].socket) &&
            io_uring_opcode_supported(probe, requests[i].other)) {
            known |= 1u << requests[i].opcode;
        }
    }
    return known;
}

// What cannot be done without, and what can be done by polling. 0 or -errno.
static int probe(struct uring *self) {
    const unsigned needed = IORING_FEAT_NODROP | IORING_FEAT_EXT_ARG | IORING_FEAT_FAST_POLL |
                            IORING_FEAT_SUBMIT_STABLE | IORING_FEAT_RW_CUR_POS;
    if ((self->ring.features & needed) != needed) {
        return -ENOSYS;
    }
    // A sandbox may allow setting up and refuse the rest. A ring that is not enabled answers EBADFD.
    if (syscall(SYS_io_uring_enter, self->ring.ring_fd, 0, 0, 0, NULL, (size_t)0) < 0 &&
        errno != EBADFD) {
        return -errno;
    }
    struct io_uring_probe *probe = io_uring_get_probe_ring(&self->ring);
    if (!probe) {
        return -ENOSYS;
    }
    self->opcodes = known_opcodes(probe);
    bool enough = self->opcodes & 1u << TARRY__OP_POLL &&
                  io_uring_opcode_supported(probe, IORING_OP_ASYNC_CANCEL);
    io_uring_free_probe(probe);
    self->poll_first = self->flags & (IORING_SETUP_COOP_TASKRUN | IORING_SETUP_DEFER_TASKRUN);
    self->wake_multishot = true;
    return enough ? 0 : -ENOSYS;
}

static void ring_free(struct uring *self) {
    tarry__memory_vanishing();
    io_uring_queue_exit(&self->ring);
}

static int uring_init(struct tarry__reactor *reactor) {
    struct uring *self = tarry__memory_new_zeroed(sizeof *self, _Alignof(struct uring));
    if (!self) {
        return -ENOMEM;
    }
    tarry__operation_list_init(&self->queue);
    int error = ring_new_any(self);
    if (!error) {
        tarry__memory_appeared();
        error = probe(self);
        if (error) {
            ring_free(self);
        }
    }
    if (error) {
        tarry__memory_free(self);
        return error;
    }
    reactor->backend = self;
    return 0;
}

static void uring_destroy(struct tarry__reactor *reactor) {
    struct uring *self = reactor->backend;
    if (self) {
        ring_free(self);
        tarry__memory_free(self);
        reactor->backend = NULL;
    }
}

// A number no other thread ever has: pthread_self() comes again with the stack of a thread that has
// ended.
static uint64_t thread_number(void) {
    static _Atomic uint64_t last;
    static _Thread_local uint64_t own;
    if (own == 0) {
        own = tarry__fetch_add(&last, 1, relaxed) + 1;
    }
    return own;
}

static int uring_adopt(struct tarry__reactor *reactor) {
    struct uring *self = reactor->backend;
    if (!self->started || self->owner == thread_number()) {
        return 0;
    }
    uring_destroy(reactor);
    return uring_init(reactor);
}

// ---- giving requests to the kernel ----

// NULL when the ring is full and the kernel takes nothing for now. -EBUSY, -EAGAIN and -ENOMEM of the submission leave what
// was not taken where it is.
static struct io_uring_sqe *request_new(struct uring *self) {
    if (tarry__system_fails("io_uring_request")) {
        return NULL;
    }
    struct io_uring_sqe *request = io_uring_get_sqe(&self->ring);
    if (!request) {
        io_uring_submit(&self->ring);
        request = io_uring_get_sqe(&self->ring);
    }
    return request;
}

static void arm_wake(struct tarry__reactor *reactor) {
    struct uring *self = reactor->backend;
    struct io_uring_sqe *request = request_new(self);
    if (request) {
        if (self->wake_multishot) {
            io_uring_prep_poll_multishot(request, reactor->wake_fd, POLLIN);
        } else {
            io_uring_prep_poll_add(request, reactor->wake_fd, POLLIN);
        }
        io_uring_sqe_set_data64(request, WAKE_KEY);
        self->wake_armed = true;
    }
}

// By number: some releases of liburing declare io_uring_enable_rings and do not export it. Whom it is forbidden to by now, the
// wait that follows is too, and says so.
static void enable(struct uring *self) {
    syscall(SYS_io_uring_register, self->ring.ring_fd, IORING_REGISTER_ENABLE_RINGS, NULL, 0);
}

static void start(struct tarry__reactor *reactor) {
    struct uring *self = reactor->backend;
    if (!self->started) {
        enable(self);
        self->started = true;
        self->owner = thread_number();
    }
    if (!self->wake_armed) {
        arm_wake(reactor);
    }
}

static void prepare_read(const struct uring *self, const struct tarry__operation *operation,
                         struct io_uring_sqe *request) {
    if (operation->state & TARRY__OPERATION_NOT_SOCKET) {
        io_uring_prep_read(request, operation->fd, operation->buffer, operation->size,
                           (uint64_t)-1);
        return;
    }
    io_uring_prep_recv(request, operation->fd, operation->buffer, operation->size, 0);
    const unsigned nothing_there = TARRY__OPERATION_TRIED | TARRY__OPERATION_UNTRIED;
    if (self->poll_first && operation->state & nothing_there) {
        request->ioprio |= IORING_RECVSEND_POLL_FIRST;
    }
}

static void prepare_write(const struct uring *self, const struct tarry__operation *operation,
                          struct io_uring_sqe *request) {
    if (operation->state & TARRY__OPERATION_NOT_SOCKET) {
        io_uring_prep_write(request, operation->fd, operation->buffer, operation->size,
                            (uint64_t)-1);
        return;
    }
    io_uring_prep_send(request, operation->fd, operation->buffer, operation->size, MSG_NOSIGNAL);
    if (self->poll_first && operation->state & TARRY__OPERATION_TRIED) {
        request->ioprio |= IORING_RECVSEND_POLL_FIRST;
    }
}

// What is empty, and is no socket, is read faster by a poll and a call of our own; and a read in non-blocking mode is
// ended at once.
static bool begins_with_poll(const struct uring *self, const struct tarry__operation *operation) {
    const unsigned cannot_wait = TARRY__OPERATION_STARTED | TARRY__OPERATION_POOLED;
    const unsigned is_empty = TARRY__OPERATION_UNTRIED | TARRY__OPERATION_NOT_SOCKET;
    return !(self->opcodes & 1u << operation->opcode) || operation->state & cannot_wait ||
           (operation->state & is_empty) == is_empty;
}

static void prepare(const struct uring *self, struct tarry__operation *operation,
                    struct io_uring_sqe *request) {
    if (begins_with_poll(self, operation)) {
        operation->state |= TARRY__OPERATION_POLLING;
    }
    if (operation->state & TARRY__OPERATION_POLLING || operation->opcode == TARRY__OP_POLL) {
        io_uring_prep_poll_add(request, operation->fd, tarry__operation_events(operation));
    } else if (operation->opcode == TARRY__OP_READ) {
        prepare_read(self, operation, request);
    } else if (operation->opcode == TARRY__OP_WRITE) {
        prepare_write(self, operation, request);
    } else if (operation->opcode == TARRY__OP_ACCEPT) {
        io_uring_prep_accept(request, operation->fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    } else {
        io_uring_prep_connect(request, operation->fd, operation->buffer,
                              (socklen_t)operation->size);
    }
    io_uring_sqe_set_data(request, operation);
    operation->state |= TARRY__OPERATION_KERNEL;
}

static void prepare_cancel(struct tarry__operation *operation, struct io_uring_sqe *request) {
    uint64_t key = (uint64_t)(uintptr_t)operation;
    io_uring_prep_cancel64(request, key, 0);
    io_uring_sqe_set_data64(request, key | CANCEL_BIT);
    operation->state |= TARRY__OPERATION_CANCELLING;
    operation->attempts++;
}

static void queue(struct uring *self, struct tarry__operation *operation) {
    operation->state |= TARRY__OPERATION_QUEUED;
    operation->queue_next = NULL;
    *self->queue.last = operation;
    self->queue.last = &operation->queue_next;
}

// What the operation needs next of the kernel: itself, or its cancellation.
static void prepare_next(const struct uring *self, struct tarry__operation *operation,
                         struct io_uring_sqe *request) {
    if (operation->state & TARRY__OPERATION_KERNEL) {
        prepare_cancel(operation, request);
    } else {
        prepare(self, operation, request);
    }
}

static void give(struct tarry__reactor *reactor, struct tarry__operation *operation) {
    struct uring *self = reactor->backend;
    struct io_uring_sqe *request = self->queue.first ? NULL : request_new(self);
    if (request) {
        prepare_next(self, operation, request);
    } else {
        queue(self, operation);
    }
}

static struct tarry__operation *dequeue(struct uring *self) {
    struct tarry__operation *operation = self->queue.first;
    self->queue.first = operation->queue_next;
    if (!self->queue.first) {
        self->queue.last = &self->queue.first;
    }
    operation->state &= (uint16_t)~TARRY__OPERATION_QUEUED;
    return operation;
}

// Cancelled while the kernel did not have it (any more): there is nothing left to ask.
static bool ended_in_queue(const struct tarry__operation *operation) {
    return operation->state & TARRY__OPERATION_CANCELLED &&
           !(operation->state & TARRY__OPERATION_KERNEL);
}

// Gives the kernel what the ring had no room for, as far as it has now.
static void give_queued(struct tarry__reactor *reactor) {
    struct uring *self = reactor->backend;
    while (self->queue.first) {
        if (ended_in_queue(self->queue.first)) {
            struct tarry__operation *operation = dequeue(self);
            bool has_result = operation->state & TARRY__OPERATION_RESULT;
            tarry__finish(reactor, operation, has_result ? operation->result : -ECANCELED);
            continue;
        }
        struct io_uring_sqe *request = request_new(self);
        if (!request) {
            return;
        }
        prepare_next(self, dequeue(self), request);
    }
}

static void uring_submit(struct tarry__reactor *reactor, struct tarry__operation *operation) {
    start(reactor);
    tarry__in_flight_add(reactor, operation);
    give(reactor, operation);
}

static void uring_cancel(struct tarry__reactor *reactor, struct tarry__operation *operation) {
    if (!(operation->state & TARRY__OPERATION_IN_FLIGHT) ||
        operation->state & (TARRY__OPERATION_FINISHED | TARRY__OPERATION_CANCELLED)) {
        return;
    }
    operation->state |= TARRY__OPERATION_CANCELLED;
    if (operation->state & TARRY__OPERATION_WATCHED) {
        tarry__finish(reactor, operation, -ECANCELED); // the kernel has nothing of it
    } else if (!(operation->state & TARRY__OPERATION_QUEUED)) {
        give(reactor, operation); // one that is queued ends when its turn comes
    }
}

// ---- watches, see watch.c: a poll that goes on ----

static uint64_t watch_key(struct tarry__reactor *reactor, int fd) {
    return (uint64_t)tarry__watch_number(reactor, fd) << WATCH_NUMBER_SHIFT |
           (uint64_t)fd << WATCH_FD_SHIFT | WATCH_BIT;
}

static bool uring_watch(struct tarry__reactor *reactor, int fd) {
    struct uring *self = reactor->backend;
    start(reactor);
    if (!self->poll_first) { // an old kernel, whose poll might end each time
        return false;
    }
    struct io_uring_sqe *request = self->queue.first ? NULL : request_new(self);
    if (!request) {
        return false;
    }
    // No POLLPRI: the kernel passes on what the waking said, and new data always says that too.
    io_uring_prep_poll_multishot(request, fd, POLLIN | POLLRDHUP);
    io_uring_sqe_set_data64(request, watch_key(reactor, fd));
    return true;
}

// Who waits for the watch alone waits by himself from now on.
static void give_watched(struct tarry__reactor *reactor, int fd) {
    for (struct tarry__operation *operation = *tarry__in_flight_of(reactor, fd); operation;
         operation = operation->next) {
        if (operation->fd == fd && operation->state & TARRY__OPERATION_WATCHED) {
            tarry__in_flight_unwatched(reactor, operation);
            give(reactor, operation);
        }
    }
}

static bool uring_unwatch(struct tarry__reactor *reactor, int fd) {
    struct uring *self = reactor->backend;
    struct io_uring_sqe *request = request_new(self);
    if (!request) {
        return false;
    }
    // Not a poll_remove, which leaves a poll that is just about to tell as it is (-EALREADY).
    io_uring_prep_cancel64(request, watch_key(reactor, fd), 0);
    io_uring_sqe_set_data64(request, NOBODY_KEY);
    give_watched(reactor, fd);
    return true;
}

// The operations that wait for a watch that has told.
static void end_watched(struct tarry__reactor *reactor, int fd) {
    struct tarry__operation *next;
    for (struct tarry__operation *operation = *tarry__in_flight_of(reactor, fd); operation;
         operation = next) {
        next = operation->next;
        if (operation->fd == fd && operation->state & TARRY__OPERATION_WATCHED) {
            tarry__watch_serve(reactor, operation);
        }
    }
}

static void watch_answered(struct tarry__reactor *reactor, const struct io_uring_cqe *answer) {
    int fd = (int)(answer->user_data >> WATCH_FD_SHIFT & INT_MAX);
    if (!tarry__watch_is_armed(reactor, fd) || answer->user_data != watch_key(reactor, fd)) {
        return; // of one that was ended
    }
    bool goes_on = answer->flags & IORING_CQE_F_MORE;
    tarry__watch_told(reactor, fd, answer->res > 0 ? (uint32_t)answer->res : POLLERR);
    end_watched(reactor, fd);
    if (!goes_on && tarry__watch_is_armed(reactor, fd)) {
        give_watched(reactor, fd);
        tarry__watch_ended(reactor, fd);
    }
}

// ---- taking answers ----

static bool is_transfer(const struct tarry__operation *operation) {
    return operation->opcode == TARRY__OP_READ || operation->opcode == TARRY__OP_WRITE;
}

// The poll in the operation's place ended. True when the operation is over.
static bool polled(struct tarry__reactor *reactor, struct tarry__operation *operation,
                   int64_t result) {
    if (result < 0) {
        operation->result = result;
        return true;
    }
    if (tarry__try(reactor, operation)) {
        return true;
    }
    if (tarry__operation_is_file(operation)) {
        if (operation->state & TARRY__OPERATION_UNTRIED) { // the kernel can wait for its disk
            const unsigned wrong = TARRY__OPERATION_UNTRIED | TARRY__OPERATION_POLLING;
            operation->state &= (uint16_t)~wrong;
            return false;
        }
        operation->result = -EPERM;
        return true;
    }
    return false;
}

// What the kernel answered is the result, or tells another way to ask: then false, and the state says which.
static bool is_final(struct tarry__reactor *reactor, struct tarry__operation *operation,
                     int64_t result) {
    operation->result = result;
    if (operation->state & TARRY__OPERATION_CANCELLED) {
        if (operation->state & TARRY__OPERATION_POLLING) {
            operation->result = -ECANCELED; // the poll's answer is not the operation's
        }
        return true;
    }
    if (operation->state & TARRY__OPERATION_POLLING) {
        return polled(reactor, operation, result);
    }
    switch (result) {
    case -ENOTSOCK:
        if (!is_transfer(operation) || operation->state & TARRY__OPERATION_NOT_SOCKET) {
            return true;
        }
        operation->state |= TARRY__OPERATION_NOT_SOCKET;
        operation->state &= (uint16_t)~TARRY__OPERATION_UNTRIED; // that was said of another file
        return false;
    case -EINTR:
        return false;
    case -EINPROGRESS:
    case -EAGAIN:
        if (operation->opcode == TARRY__OP_CONNECT) {
            operation->state |= TARRY__OPERATION_STARTED;
            return result == -EAGAIN;
        }
        operation->state |= TARRY__OPERATION_POLLING;
        if (tarry__operation_is_file(operation)) {
            operation->result = -EPERM;
            return true;
        }
        return false;
    default:
        return !(operation->opcode == TARRY__OP_ACCEPT && tarry__operation_transient(result));
    }
}

static void answered(struct tarry__reactor *reactor, struct tarry__operation *operation,
                     int64_t result) {
    operation->state &= (uint16_t)~TARRY__OPERATION_KERNEL;
    if (!is_final(reactor, operation, result)) {
        give(reactor, operation);
    } else if (operation->state & (TARRY__OPERATION_CANCELLING | TARRY__OPERATION_QUEUED)) {
        operation->state |= TARRY__OPERATION_RESULT;
    } else {
        tarry__finish(reactor, operation, operation->result);
    }
}

static void cancel_answered(struct tarry__reactor *reactor, struct tarry__operation *operation,
                            int64_t result) {
    operation->state &= (uint16_t)~TARRY__OPERATION_CANCELLING;
    if (operation->state & TARRY__OPERATION_RESULT) {
        tarry__finish(reactor, operation, operation->result);
    } else if (result == -ENOENT && operation->attempts < CANCEL_ATTEMPTS_MAX) {
        give(reactor, operation);
    }
}

static void wake_answered(struct tarry__reactor *reactor, const struct io_uring_cqe *answer) {
    struct uring *self = reactor->backend;
    if (!(answer->flags & IORING_CQE_F_MORE)) {
        uint64_t count; // read, which never waits, or the next poll would end at once
        tarry__system_read(reactor->wake_fd, &count, sizeof count);
        self->wake_armed = false;
        self->wake_multishot = self->wake_multishot && answer->res != -EINVAL;
    }
}

static void take_answers(struct tarry__reactor *reactor) {
    struct uring *self = reactor->backend;
    struct io_uring_cqe *place;
    unsigned head;
    io_uring_for_each_cqe(&self->ring, head, place) {
        struct io_uring_cqe answer = {place->user_data, place->res, place->flags};
        io_uring_cq_advance(&self->ring, 1);
        uintptr_t key = (uintptr_t)answer.user_data;
        if (key == WAKE_KEY) {
            wake_answered(reactor, &answer);
        } else if (key & WATCH_BIT) {
            watch_answered(reactor, &answer);
        } else if (key == NOBODY_KEY) {
            continue;
        } else if (key & CANCEL_BIT) {
            cancel_answered(reactor, (struct tarry__operation *)(key - CANCEL_BIT), answer.res);
        } else {
            answered(reactor, (struct tarry__operation *)key, answer.res);
        }
    }
}

// ---- waiting ----

// Something that needs a call though nobody wants to sleep.
static bool needs_kernel(const struct uring *self) {
    return io_uring_sq_ready(&self->ring) ||
           IO_URING_READ_ONCE(*self->ring.sq.kflags) & (IORING_SQ_TASKRUN | IORING_SQ_CQ_OVERFLOW);
}

// The time is up, or there is no room just now, as the kernel has it.
static bool is_passing(int error) {
    return error == -ETIME || error == -EINTR || error == -EAGAIN || error == -EBUSY ||
           error == -ENOMEM;
}

static void sleep_for(struct uring *self, int64_t timeout_ns) {
    const int64_t second = 1000000000;
    struct __kernel_timespec timeout = {timeout_ns / second, timeout_ns % second};
    struct io_uring_cqe *answer;
    int result = io_uring_submit_and_wait_timeout(&self->ring, &answer, 1,
                                                  timeout_ns < 0 ? NULL : &timeout, NULL);
    if (result < 0 && !is_passing(result)) {
        tarry__wait_failed("io_uring_enter", result, timeout_ns);
    }
}

static unsigned uring_wait(struct tarry__reactor *reactor, int64_t timeout_ns) {
    struct uring *self = reactor->backend;
    start(reactor);
    give_queued(reactor);
    timeout_ns = tarry__wait_begin(reactor, timeout_ns);
    bool stuck = self->queue.first || !self->wake_armed;
    if (stuck && (timeout_ns < 0 || timeout_ns > RETRY_NS)) {
        timeout_ns = RETRY_NS;
    }
    if (timeout_ns != 0) {
        sleep_for(self, timeout_ns);
    } else if (needs_kernel(self)) {
        io_uring_submit_and_get_events(&self->ring);
    }
    take_answers(reactor);
    return tarry__wait_end(reactor);
}

static bool uring_pending(struct tarry__reactor *reactor) {
    struct uring *self = reactor->backend;
    return tarry__system_poll_once(self->ring.ring_fd, POLLIN, 0) > 0;
}

static bool uring_flush(struct tarry__reactor *reactor) {
    struct uring *self = reactor->backend;
    if (self->started && io_uring_sq_ready(&self->ring)) {
        io_uring_submit(&self->ring);
    }
    return io_uring_sq_ready(&self->ring) == 0;
}

const struct tarry__reactor_functions tarry__uring_functions = {
    .name = "uring",
    .waits_untried = true,
    .watch_keeps_open = true,
    .init = uring_init,
    .adopt = uring_adopt,
    .destroy = uring_destroy,
    .submit = uring_submit,
    .cancel = uring_cancel,
    .wait = uring_wait,
    .pending = uring_pending,
    .flush = uring_flush,
    .watch = uring_watch,
    .unwatch = uring_unwatch,
};

#else

// Built without liburing: asking for it says so, and the choice falls on epoll.
#include "reactor/backend.h"

#include <errno.h>

static int uring_init(struct tarry__reactor *reactor) {
    (void)reactor;
    return -ENOSYS;
}

const struct tarry__reactor_functions tarry__uring_functions = {.name = "uring",
                                                                .init = uring_init};

#endif
