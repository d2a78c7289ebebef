// Descriptors that are watched for longer than one wait: where a reader reads from one connection again and again on one
// worker, the kernel is told once, and tells each time that more has come (EPOLLET, or a poll that goes on), instead of
// being asked anew for each wait. That saves a system call, or a request, for each.
//
// What is known of a descriptor, on one reactor, changed by its thread only:
//   ARMED    the kernel tells. Cleared when it does so no more, or the descriptor is closed
//   READY    it has told, or it is not known that all was read since: the next read tries; otherwise it need not
//   STICKY   READY for good: the stream has ended or failed, or has urgent data, behind which a read stops
// READY ends when a read finds nothing, or takes less than there was room for: all there was, for the watched are TCP
// connections. What comes after that is told: an edge. What had come before and is told late is tried in vain.
//
// A number alone does not say which file it is: somebody may close it and open another behind our back. So READY and ARMED
// count only for a reader that has waited on this reactor since it began (TARRY__OPERATION_WATCHED), and a reader is for one
// open file. One that does not find its descriptor armed here asks for it (TARRY__OPERATION_WATCH).
//
// A watch counts among the descriptor's waiters: closing it ends the watch (io_uring holds the file open for it). One that
// told twice while nobody waited ends too: its reader has gone, or moved to another worker.
#include "reactor/backend.h"

#include "base/memory.h"
#include "base/system.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>

#define ENTRIES_MIN 256

static uint32_t *entry_of(struct tarry__reactor *reactor, int fd) {
    return (unsigned)fd < reactor->watch_count ? &reactor->watches[fd] : NULL;
}

static bool make_room(struct tarry__reactor *reactor, int fd) {
    if ((unsigned)fd < reactor->watch_count) {
        return true;
    }
    unsigned count = reactor->watch_count ? reactor->watch_count : ENTRIES_MIN;
    while (count <= (unsigned)fd) {
        count *= 2;
    }
    uint32_t *watches = tarry__memory_new_zeroed(count * sizeof *watches, sizeof *watches);
    if (!watches) {
        return false;
    }
    if (reactor->watches) {
        memcpy(watches, reactor->watches, reactor->watch_count * sizeof *watches);
        tarry__memory_free(reactor->watches);
    }
    reactor->watches = watches;
    reactor->watch_count = count;
    return true;
}

// A stream whose reads take all there is: not one of packets, nor one behind a protocol of the kernel's (TLS).
static bool is_tcp(int fd) {
    int protocol = 0;
    char upper[16] = "";
    socklen_t size = sizeof protocol, upper_size = sizeof upper;
    return tarry__system_getsockopt(fd, SOL_SOCKET, SO_PROTOCOL, &protocol, &size) == 0 &&
           protocol == IPPROTO_TCP &&
           (tarry__system_getsockopt(fd, IPPROTO_TCP, TCP_ULP, upper, &upper_size) != 0 ||
            upper_size == 0 || !upper[0]);
}

bool tarry__watch_is_armed(struct tarry__reactor *reactor, int fd) {
    const uint32_t *entry = entry_of(reactor, fd);
    return entry && *entry & TARRY__WATCH_ARMED;
}

bool tarry__watch_is_quiet(struct tarry__reactor *reactor, int fd) {
    const uint32_t *entry = entry_of(reactor, fd);
    return entry && (*entry & (TARRY__WATCH_ARMED | TARRY__WATCH_READY)) == TARRY__WATCH_ARMED;
}

uint32_t tarry__watch_number(struct tarry__reactor *reactor, int fd) {
    const uint32_t *entry = entry_of(reactor, fd);
    return entry ? *entry / TARRY__WATCH_ONE : 0;
}

static bool arm(struct tarry__reactor *reactor, int fd) {
    if (!reactor->functions->watch || !is_tcp(fd) || !make_room(reactor, fd)) {
        return false;
    }
    uint32_t *entry = entry_of(reactor, fd);
    *entry = (*entry | (TARRY__WATCH_ONE - 1)) + 1; // the next number, no flags
    if (!reactor->functions->watch(reactor, fd)) {
        return false;
    }
    *entry |= TARRY__WATCH_ARMED;
    return true;
}

// An armed one was armed for an earlier file perhaps: it begins anew.
bool tarry__watch_begin(struct tarry__reactor *reactor, int fd) {
    if (tarry__watch_is_armed(reactor, fd) && !tarry__watch_end(reactor, fd)) {
        return false;
    }
    tarry__descriptors_count(reactor->descriptors, fd); // before the kernel is told
    bool armed = arm(reactor, fd);
    if (!armed) {
        tarry__descriptors_uncount(reactor->descriptors, fd);
    }
    return armed;
}

void tarry__watch_ended(struct tarry__reactor *reactor, int fd) {
    uint32_t *entry = entry_of(reactor, fd);
    *entry &= ~(uint32_t)(TARRY__WATCH_ONE - 1);
    tarry__descriptors_uncount(reactor->descriptors, fd);
}

bool tarry__watch_end(struct tarry__reactor *reactor, int fd) {
    if (!reactor->functions->unwatch(reactor, fd)) {
        return false;
    }
    tarry__watch_ended(reactor, fd);
    return true;
}

void tarry__watch_end_all(struct tarry__reactor *reactor) {
    for (unsigned fd = 0; fd < reactor->watch_count; fd++) {
        if (tarry__watch_is_armed(reactor, (int)fd) && !tarry__watch_end(reactor, (int)fd)) {
            tarry__watch_ended(reactor, (int)fd);
        }
    }
}

void tarry__watch_read(struct tarry__reactor *reactor, const struct tarry__operation *operation,
                       bool ended) {
    uint32_t *entry = entry_of(reactor, operation->fd);
    bool is_empty = !ended || (operation->result > 0 && operation->result < operation->size);
    if (entry && is_empty && !(*entry & TARRY__WATCH_STICKY)) {
        *entry &= ~(uint32_t)TARRY__WATCH_READY;
    }
}

static bool is_awaited(struct tarry__reactor *reactor, int fd) {
    for (struct tarry__operation *operation = *tarry__in_flight_of(reactor, fd); operation;
         operation = operation->next) {
        if (operation->fd == fd && operation->state & TARRY__OPERATION_WATCHED) {
            return true;
        }
    }
    return false;
}

void tarry__watch_told(struct tarry__reactor *reactor, int fd, uint32_t events) {
    uint32_t *entry = entry_of(reactor, fd);
    bool was_ready = *entry & TARRY__WATCH_READY;
    *entry |= TARRY__WATCH_READY;
    if (events & (POLLRDHUP | POLLHUP | POLLERR | POLLPRI)) {
        *entry |= TARRY__WATCH_STICKY;
    }
    if (was_ready && !is_awaited(reactor, fd)) {
        tarry__watch_end(reactor, fd);
    }
}

// The first ones are read here, where the code is warm; those beyond would have as many buffers at the same time.
void tarry__watch_serve(struct tarry__reactor *reactor, struct tarry__operation *operation) {
    if (reactor->read_ahead >= TARRY__BUFFERS_KEPT) {
        tarry__finish(reactor, operation, -EAGAIN); // its owner tries
    } else if (tarry__try(reactor, operation)) {
        reactor->read_ahead++;
        tarry__finish(reactor, operation, operation->result);
    }
}
