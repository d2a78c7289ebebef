// One attempt at an operation, without waiting, on any kind of descriptor in either mode.
//
// A socket takes MSG_DONTWAIT whatever its mode; most other things take RWF_NOWAIT or are in non-blocking mode. What is left
// (terminals, pipes of older kernels, listeners, all in blocking mode and perhaps shared with other processes, so that the
// mode is not ours to change) is first asked by poll(2) whether it is ready. A lock keeps two threads of this process from
// acting on one answer; another process that does so can still make us wait for it. See docs: share non-blocking ones.
#include "reactor/backend.h"

#include "base/lock.h"
#include "base/system.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <sys/stat.h>

// How many aborted connections one attempt to accept skips before others get their turn.
#define ACCEPT_SKIPS_MAX 16

// Between the answer of poll(2) and the call it is for; by descriptor. Descriptors belong to the process, and so do these.
#define READY_LOCKS 16
static _Atomic uint32_t ready_locks[READY_LOCKS];

uint32_t tarry__operation_events(const struct tarry__operation *operation) {
    switch (operation->opcode) {
    case TARRY__OP_POLL:
        return operation->size;
    case TARRY__OP_READ:
    case TARRY__OP_ACCEPT:
        return POLLIN;
    case TARRY__OP_HOLD:
        return 0;
    default:
        return POLLOUT;
    }
}

bool tarry__operation_ended(struct tarry__operation *operation, int64_t result) {
    if (result == -EAGAIN || result == -EWOULDBLOCK) {
        operation->state |= TARRY__OPERATION_TRIED;
        return false;
    }
    operation->result = result;
    return true;
}

static int64_t call(struct tarry__operation *operation) {
    switch (operation->opcode) {
    case TARRY__OP_READ:
        return tarry__system_read(operation->fd, operation->buffer, operation->size);
    case TARRY__OP_WRITE:
        return tarry__system_write(operation->fd, operation->buffer, operation->size);
    default:
        return tarry__system_accept(operation->fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    }
}

static int64_t call_if_ready(struct tarry__operation *operation) {
    _Atomic uint32_t *lock = &ready_locks[(unsigned)operation->fd % READY_LOCKS];
    tarry__lock_take(lock);
    int64_t result =
        tarry__system_poll_once(operation->fd, (short)tarry__operation_events(operation), 0);
    if (result > 0) {
        uint32_t size = operation->size;
        // "Ready" promises room for so much, and a blocking write does not return before it has written all.
        if (operation->opcode == TARRY__OP_WRITE && size > PIPE_BUF) {
            operation->size = PIPE_BUF;
        }
        result = call(operation);
        operation->size = size;
    } else if (result == 0) {
        result = -EAGAIN;
    }
    tarry__lock_give(lock);
    return result;
}

bool tarry__operation_is_file(const struct tarry__operation *operation) {
    if (operation->opcode != TARRY__OP_READ && operation->opcode != TARRY__OP_WRITE) {
        return false;
    }
    int type = tarry__system_file_type(operation->fd);
    return type == S_IFREG || type == S_IFBLK;
}

static bool listens(int fd) {
    int value = 0;
    socklen_t size = sizeof value;
    return tarry__system_getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &value, &size) == 0 && value;
}

static int64_t attempt_by_mode(struct tarry__operation *operation) {
    int flags = tarry__system_fcntl(operation->fd, F_GETFL, 0);
    if (flags < 0) {
        return flags;
    }
    if (operation->opcode != TARRY__OP_ACCEPT) {
        int type = tarry__system_file_type(operation->fd);
        if (type == S_IFREG || type == S_IFBLK) {
            return -EAGAIN; // always "ready", and may still wait for a disk
        }
    } else if (!listens(operation->fd)) {
        return call(operation); // says why not, at once; it would never be ready
    }
    return flags & O_NONBLOCK ? call(operation) : call_if_ready(operation);
}

static int64_t attempt_read(struct tarry__operation *operation) {
    if (!(operation->state & TARRY__OPERATION_NOT_SOCKET)) {
        int64_t result =
            tarry__system_recv(operation->fd, operation->buffer, operation->size, MSG_DONTWAIT);
        if (result != -ENOTSOCK) {
            return result;
        }
        operation->state |= TARRY__OPERATION_NOT_SOCKET;
    }
    int64_t result = tarry__system_read_nowait(operation->fd, operation->buffer, operation->size);
    return result == -EOPNOTSUPP ? attempt_by_mode(operation) : result;
}

static int64_t send_now(const struct tarry__operation *operation) {
    return tarry__system_send(operation->fd, operation->buffer, operation->size,
                              MSG_DONTWAIT | MSG_NOSIGNAL);
}

static int64_t attempt_write(struct tarry__operation *operation) {
    if (!(operation->state & TARRY__OPERATION_NOT_SOCKET)) {
        int64_t result = send_now(operation);
        if (result != -ENOTSOCK) {
            return result;
        }
        operation->state |= TARRY__OPERATION_NOT_SOCKET;
    }
    int64_t result =
        tarry__system_write_nowait(operation->fd, operation->buffer, operation->size, false);
    return result == -EOPNOTSUPP ? attempt_by_mode(operation) : result;
}

int64_t tarry__operation_try_other(struct tarry__operation *operation) {
    if (operation->opcode == TARRY__OP_READ) {
        int64_t result =
            tarry__system_read_nowait(operation->fd, operation->buffer, operation->size);
        operation->state |= result == -EOPNOTSUPP ? 0 : TARRY__OPERATION_NOT_SOCKET;
        return result;
    }
    int64_t result =
        tarry__system_write_nowait(operation->fd, operation->buffer, operation->size, true);
    if (result == -EAGAIN) { // how to wait for it depends on what it is
        result = send_now(operation);
        if (result == -ENOTSOCK) {
            operation->state |= TARRY__OPERATION_NOT_SOCKET;
            return -EAGAIN;
        }
    }
    return result;
}

// The list is the one of accept(2), "Error handling", and ECONNABORTED.
bool tarry__operation_transient(int64_t result) {
    switch (result) {
    case -ECONNABORTED:
    case -EPROTO:
    case -ENOPROTOOPT:
    case -ENETDOWN:
    case -ENETUNREACH:
    case -EHOSTDOWN:
    case -EHOSTUNREACH:
    case -ENONET:
        return true;
    default:
        return false;
    }
}

static int64_t attempt_accept(struct tarry__operation *operation) {
    for (int skipped = 0; skipped < ACCEPT_SKIPS_MAX; skipped++) {
        int64_t result = attempt_by_mode(operation);
        if (!tarry__operation_transient(result)) {
            return result;
        }
    }
    return -EAGAIN;
}

// The one place that changes a descriptor's mode: of a socket that is not connected yet, for the length of the call, for
// there is no connect(2) that takes MSG_DONTWAIT.
static int64_t connect_begin(struct tarry__operation *operation) {
    int flags = tarry__system_fcntl(operation->fd, F_GETFL, 0);
    if (flags < 0) {
        return flags;
    }
    if (!(flags & O_NONBLOCK)) {
        tarry__system_fcntl(operation->fd, F_SETFL, flags | O_NONBLOCK);
    }
    int64_t result =
        tarry__system_connect(operation->fd, operation->buffer, (socklen_t)operation->size);
    if (!(flags & O_NONBLOCK)) {
        tarry__system_fcntl(operation->fd, F_SETFL, flags);
    }
    return result;
}

static int64_t connect_outcome(struct tarry__operation *operation) {
    int ready = tarry__system_poll_once(operation->fd, POLLOUT, 0);
    if (ready <= 0) {
        return ready < 0 ? ready : -EAGAIN;
    }
    int error = 0;
    socklen_t length = sizeof error;
    int result = tarry__system_getsockopt(operation->fd, SOL_SOCKET, SO_ERROR, &error, &length);
    return result < 0 ? result : -error;
}

static bool try_connect(struct tarry__operation *operation) {
    if (operation->state & TARRY__OPERATION_STARTED) {
        return tarry__operation_ended(operation, connect_outcome(operation));
    }
    int64_t result = connect_begin(operation);
    if (result == -EINPROGRESS) {
        operation->state |= TARRY__OPERATION_STARTED;
        return false;
    }
    // -EAGAIN too: a Unix socket's backlog is full, and nothing will tell when it is not.
    operation->result = result;
    return true;
}

static bool try_poll(struct tarry__operation *operation) {
    int result = tarry__system_poll_once(operation->fd, (short)operation->size, 0);
    if (result > 0 && result & POLLNVAL) {
        result = -EBADF;
    }
    return tarry__operation_ended(operation, result ? result : -EAGAIN);
}

bool tarry__operation_try(struct tarry__operation *operation) {
    switch (operation->opcode) {
    case TARRY__OP_READ:
        return tarry__operation_ended(operation, attempt_read(operation));
    case TARRY__OP_WRITE:
        return tarry__operation_ended(operation, attempt_write(operation));
    case TARRY__OP_ACCEPT:
        return tarry__operation_ended(operation, attempt_accept(operation));
    case TARRY__OP_CONNECT:
        return try_connect(operation);
    default:
        return try_poll(operation);
    }
}
