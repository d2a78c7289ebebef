// Closing a descriptor that is waited on, so that nobody ever gets what was meant for the next file
// of the same number.
//
// If nobody waits on it (a count per descriptor, of the watches, and of the operations on reactors that
// do not watch it; taken before an operation's first attempt, and before the kernel is told of a watch,
// and given back when it ends), it is close(2) and little more. If only the closing worker's own
// operations wait, they are cancelled, the ring's queue is given to the kernel, since it names
// descriptors by number, and then it is closed. Meanwhile CLOSING stands in the count's word, set in
// one step with the look at it, and who begins on another worker waits for the end of it: else his
// attempt could come before close(2) and his wait be forgotten by it. Otherwise:
//   1. the placeholder, a descriptor on which every operation fails with EBADF (O_PATH), is put in
//      its place by dup3, which closes the file and keeps the number taken;
//   2. a link of one record is posted to every reactor, and the reactor is woken;
//   3. each, in its next wait (so that no operation is between its attempt and its submission),
//      cancels its operations on that number, makes sure that the kernel has no request left to read
//      that names it and the blocking pool no call (tarry__reactor_hold), and acknowledges;
//   4. the last to do so closes the placeholder: from here on the number may be used again.
// A socket that lingers is kept open by another descriptor meanwhile, and lingers when that is closed.
// A count shared by two descriptors (they lie WAITER_SLOTS apart) only makes the long way be taken
// without need.
#include "reactor/backend.h"

#include "base/atomic.h"
#include "base/lock.h"
#include "base/memory.h"
#include "base/system.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>

// 80 kB a runtime. A power of two.
#define WAITER_SLOTS 16384
// Counts in one cache line: neighbouring descriptors are kept out of one line, for they are often of different workers.
#define WAITERS_A_LINE 16

struct tarry__closing_link {
    struct tarry__closing_link *next;
    struct tarry__closing *closing;
};

// In a count's word: the file is just being closed, by who saw that nobody else waited.
#define CLOSING (1u << 31)

// One descriptor being closed. Freed by the last to acknowledge.
struct tarry__closing {
    int fd;
    uint32_t unacknowledged; // atomic
    struct tarry__closing_link links[];
};

uint32_t *tarry__descriptors_waiters(struct tarry__descriptors *descriptors, int fd) {
    const unsigned lines = WAITER_SLOTS / WAITERS_A_LINE;
    unsigned slot = (unsigned)fd % WAITER_SLOTS;
    return &descriptors->waiters[slot % lines * WAITERS_A_LINE + slot / lines];
}

void tarry__descriptors_count(struct tarry__descriptors *descriptors, int fd) {
    _Atomic uint32_t *waiters = tarry__atomic_u32(tarry__descriptors_waiters(descriptors, fd));
    if (__builtin_expect(tarry__fetch_add(waiters, 1, acq_rel) & CLOSING, 0)) {
        unsigned spins = 0;
        while (tarry__load(waiters, acquire) & CLOSING) {
            tarry__lock_pause(&spins);
        }
    }
}

void tarry__descriptors_uncount(struct tarry__descriptors *descriptors, int fd) {
    tarry__fetch_sub(tarry__atomic_u32(tarry__descriptors_waiters(descriptors, fd)), 1, acq_rel);
}

uint8_t *tarry__descriptors_hints(struct tarry__descriptors *descriptors, int fd) {
    return &descriptors->hints[(unsigned)fd % WAITER_SLOTS];
}

void tarry__descriptors_forget(struct tarry__descriptors *descriptors, int fd) {
    _Atomic uint8_t *hints = tarry__atomic_u8(tarry__descriptors_hints(descriptors, fd));
    if (tarry__load(hints, relaxed)) {
        tarry__store(hints, 0, relaxed);
    }
}

int tarry__descriptors_init(struct tarry__descriptors *descriptors) {
    *descriptors = (struct tarry__descriptors){0};
    int placeholder = tarry__system_open("/", O_PATH | O_CLOEXEC);
    if (placeholder < 0) {
        return placeholder;
    }
    const size_t slot_size = sizeof *descriptors->waiters + sizeof *descriptors->hints;
    descriptors->waiters = tarry__memory_new_zeroed(WAITER_SLOTS * slot_size, 64);
    if (!descriptors->waiters) {
        tarry__system_close(placeholder);
        return -ENOMEM;
    }
    descriptors->hints = (uint8_t *)(descriptors->waiters + WAITER_SLOTS);
    descriptors->placeholder = placeholder;
    return 0;
}

void tarry__descriptors_destroy(struct tarry__descriptors *descriptors) {
    assert(!descriptors->reactors);
    if (descriptors->waiters) {
        tarry__memory_free(descriptors->waiters);
        tarry__system_close(descriptors->placeholder);
    }
    *descriptors = (struct tarry__descriptors){0};
}

static void lock(struct tarry__descriptors *descriptors) {
    tarry__lock_take(tarry__atomic_u32(&descriptors->lock));
}

static void unlock(struct tarry__descriptors *descriptors) {
    tarry__lock_give(tarry__atomic_u32(&descriptors->lock));
}

void tarry__descriptors_add(struct tarry__descriptors *descriptors,
                            struct tarry__reactor *reactor) {
    lock(descriptors);
    reactor->next = descriptors->reactors;
    descriptors->reactors = reactor;
    descriptors->reactor_count++;
    unlock(descriptors);
}

static _Atomic(struct tarry__closing_link *) *posted(struct tarry__reactor *reactor) {
    return (_Atomic(struct tarry__closing_link *) *)&reactor->closing;
}

static void post(struct tarry__reactor *reactor, struct tarry__closing_link *link) {
    struct tarry__closing_link *head = tarry__load(posted(reactor), relaxed);
    do {
        link->next = head;
    } while (!tarry__compare_exchange_weak(posted(reactor), &head, link, release, relaxed));
}

static void acknowledge(struct tarry__closing *closing) {
    if (tarry__fetch_sub(tarry__atomic_u32(&closing->unacknowledged), 1, acq_rel) == 1) {
        tarry__system_close(closing->fd);
        tarry__memory_free(closing);
    }
}

static void acknowledge_all(struct tarry__closing_link *links) {
    while (links) {
        struct tarry__closing_link *next = links->next;
        acknowledge(links->closing);
        links = next;
    }
}

void tarry__closing_take(struct tarry__reactor *reactor) {
    if (tarry__load(posted(reactor), relaxed)) {
        struct tarry__closing_link *links = tarry__exchange(posted(reactor), NULL, acquire);
        while (links) {
            struct tarry__closing_link *next = links->next;
            links->next = reactor->unacknowledged;
            reactor->unacknowledged = links;
            links = next;
        }
    }
    struct tarry__closing_link **place = &reactor->unacknowledged;
    while (*place) {
        struct tarry__closing_link *link = *place;
        if (tarry__cancel_all_on(reactor, link->closing->fd) &&
            reactor->functions->flush(reactor)) {
            *place = link->next;
            acknowledge(link->closing);
        } else {
            place = &link->next;
        }
    }
}

void tarry__descriptors_remove(struct tarry__descriptors *descriptors,
                               struct tarry__reactor *reactor) {
    lock(descriptors);
    struct tarry__reactor **place = &descriptors->reactors;
    while (*place != reactor) {
        place = &(*place)->next;
    }
    *place = reactor->next;
    descriptors->reactor_count--;
    unlock(descriptors);
    acknowledge_all(tarry__exchange(posted(reactor), NULL, acquire));
    acknowledge_all(reactor->unacknowledged);
    reactor->unacknowledged = NULL;
}

static unsigned count_on(struct tarry__reactor *reactor, int fd) {
    unsigned count = tarry__watch_is_armed(reactor, fd);
    for (struct tarry__operation *operation = *tarry__in_flight_of(reactor, fd); operation;
         operation = operation->next) {
        count += operation->fd == fd && operation->state & TARRY__OPERATION_COUNTED;
    }
    return count;
}

// The long way.
static int close_everywhere(struct tarry__descriptors *descriptors, int fd) {
    int error = tarry__system_fcntl(fd, F_GETFD, 0);
    if (error < 0) {
        return error;
    }
    lock(descriptors);
    size_t size = sizeof(struct tarry__closing) +
                  descriptors->reactor_count * sizeof(struct tarry__closing_link);
    struct tarry__closing *closing = tarry__memory_new(size, _Alignof(struct tarry__closing));
    if (!closing) {
        unlock(descriptors);
        return -ENOMEM;
    }
    error = tarry__system_duplicate(descriptors->placeholder, fd, O_CLOEXEC);
    if (error < 0) {
        unlock(descriptors);
        tarry__memory_free(closing);
        return error;
    }
    // One acknowledgement of our own, so that the record lives until the loop is through.
    *closing = (struct tarry__closing){fd, descriptors->reactor_count + 1};
    struct tarry__closing_link *link = closing->links;
    for (struct tarry__reactor *reactor = descriptors->reactors; reactor;
         reactor = reactor->next, link++) {
        link->closing = closing;
        post(reactor, link);
        tarry__reactor_wake(reactor);
    }
    unlock(descriptors);
    acknowledge(closing);
    return 0;
}

// The short way, for who has set CLOSING. False: it has to be the long one.
static bool close_here(struct tarry__reactor *own, int fd, uint32_t count, int *out_error) {
    if (count > 0 && !(tarry__cancel_all_on(own, fd) && own->functions->flush(own))) {
        return false;
    }
    *out_error = tarry__system_close(fd);
    return true;
}

static int close_number(struct tarry__descriptors *descriptors, struct tarry__reactor *own,
                        int fd) {
    _Atomic uint32_t *waiters = tarry__atomic_u32(tarry__descriptors_waiters(descriptors, fd));
    uint32_t count = tarry__load(waiters, acquire);
    if ((count == 0 || (own && count_on(own, fd) == count)) &&
        tarry__compare_exchange(waiters, &count, count | CLOSING, acq_rel, relaxed)) {
        int error;
        bool closed = close_here(own, fd, count, &error);
        tarry__fetch_and(waiters, ~CLOSING, release);
        if (closed) {
            return error;
        }
    }
    return close_everywhere(descriptors, fd);
}

// Another descriptor of a file whose closing may wait until what was written has gone out; -1: it is none, or there is no room
// for another one. The kernel has freed the number by then: a worker that gets it must not find CLOSING there, nor whoever
// closes another file the lock taken.
static int keep_lingering(int fd) {
    struct linger linger = {0};
    socklen_t size = sizeof linger;
    bool may_wait =
        tarry__system_getsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, &size) == 0 && linger.l_onoff;
    return may_wait && linger.l_linger > 0 ? tarry__system_fcntl(fd, F_DUPFD_CLOEXEC, 0) : -1;
}

int tarry__descriptors_close(struct tarry__descriptors *descriptors, struct tarry__reactor *own,
                             int fd) {
    if (fd < 0) {
        return -EBADF;
    }
    tarry__descriptors_forget(descriptors, fd);
    int kept = keep_lingering(fd);
    int error = close_number(descriptors, own, fd);
    if (kept >= 0) {
        int late_error = tarry__system_close(kept);
        error = error ? error : late_error;
    }
    return error;
}
