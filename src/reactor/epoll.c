// The epoll backend. Works on every kernel and in every sandbox; makes no io_uring call.
//
// An operation in flight is armed with EPOLLONESHOT, by EPOLL_CTL_MOD first and EPOLL_CTL_ADD when the kernel does not know
// the descriptor (again). One call a wait, and for it: the kernel looks whether it is ready at that moment, so that nothing
// that came before is missed; a descriptor that was closed and opened again behind our back is simply not known, and
// added; and only the worker that waits last is told, not each worker on which a task ever waited for it.
//
// An event is only a hint: each operation it might serve makes its attempt, in the order of submission, and stays in
// flight if that finds nothing. So a late event, or one for an earlier file of that number, does no harm.
#include "reactor/backend.h"

#include "base/memory.h"
#include "base/system.h"

#include <errno.h>
#include <poll.h>
#include <sys/epoll.h>

// So many a wait; the rest comes with the next one, after the tasks had a turn: about as many as run until then, and as are
// read ahead. Of more, the first would be out of the caches again when its task has its turn.
#define EVENTS_MAX TARRY__BUFFERS_KEPT

// Not a descriptor's number.
#define WAKE_KEY UINT64_MAX

#define WATCH_EVENTS (EPOLLET | EPOLLIN | EPOLLRDHUP | EPOLLPRI)

struct epoll {
    int fd;
    struct epoll_event events[EVENTS_MAX];
};

static int epoll_init(struct tarry__reactor *reactor) {
    struct epoll *self = tarry__memory_new(sizeof *self, _Alignof(struct epoll));
    if (!self) {
        return -ENOMEM;
    }
    int error = self->fd = tarry__system_epoll_create(EPOLL_CLOEXEC);
    if (error >= 0) {
        // Edge-triggered: each write to it is an event, and it never has to be read.
        struct epoll_event event = {.events = EPOLLIN | EPOLLET, .data.u64 = WAKE_KEY};
        error = tarry__system_epoll_ctl(self->fd, EPOLL_CTL_ADD, reactor->wake_fd, &event);
        if (error < 0) {
            tarry__system_close(self->fd);
        }
    }
    if (error < 0) {
        tarry__memory_free(self);
        return error;
    }
    reactor->backend = self;
    return 0;
}

static void epoll_destroy(struct tarry__reactor *reactor) {
    struct epoll *self = reactor->backend;
    if (self) {
        tarry__system_close(self->fd);
        tarry__memory_free(self);
        reactor->backend = NULL;
    }
}

static int epoll_adopt(struct tarry__reactor *reactor) {
    (void)reactor;
    return 0; // any thread may use it, one at a time
}

// What all operations on `fd` together wait for; 0: nobody waits.
static uint32_t events_awaited(struct tarry__reactor *reactor, int fd) {
    uint32_t events = 0;
    for (struct tarry__operation *operation = *tarry__in_flight_of(reactor, fd); operation;
         operation = operation->next) {
        if (operation->fd == fd) {
            events |= tarry__operation_events(operation);
        }
    }
    return events;
}

// Tells the kernel what to tell of `fd`; `known`: if it has been told of it before. 0; -ENOENT: it has not; -errno.
static int ask_for(struct tarry__reactor *reactor, int fd, uint32_t events, bool known) {
    struct epoll *self = reactor->backend;
    struct epoll_event event = {.events = events, .data.u64 = (uint64_t)fd};
    int error = tarry__system_epoll_ctl(self->fd, EPOLL_CTL_MOD, fd, &event);
    return error == -ENOENT && !known ? tarry__system_epoll_ctl(self->fd, EPOLL_CTL_ADD, fd, &event)
                                      : error;
}

// For the operations in flight; a watch goes on beside them. As ask_for.
static int arm_if(struct tarry__reactor *reactor, int fd, bool known) {
    uint32_t how = tarry__watch_is_armed(reactor, fd) ? WATCH_EVENTS : EPOLLONESHOT;
    return ask_for(reactor, fd, how | events_awaited(reactor, fd), known);
}

static int arm(struct tarry__reactor *reactor, int fd) {
    return arm_if(reactor, fd, false);
}

static void fail_all_on(struct tarry__reactor *reactor, int fd, int error) {
    struct tarry__operation *next;
    for (struct tarry__operation *operation = *tarry__in_flight_of(reactor, fd); operation;
         operation = next) {
        next = operation->next;
        if (operation->fd == fd && operation->opcode != TARRY__OP_HOLD) {
            tarry__finish(reactor, operation, error);
        }
    }
}

static void epoll_submit(struct tarry__reactor *reactor, struct tarry__operation *operation) {
    tarry__in_flight_add(reactor, operation);
    if (operation->opcode == TARRY__OP_CONNECT && !(operation->state & TARRY__OPERATION_STARTED) &&
        tarry__operation_try(operation)) {
        tarry__finish(reactor, operation, operation->result);
        return;
    }
    // That there is nothing was said of a file the kernel knows; one it does not know is another.
    if (operation->state & TARRY__OPERATION_UNTRIED) {
        if (arm_if(reactor, operation->fd, true) == 0) {
            operation->state |= TARRY__OPERATION_TRIED; // the descriptor is good
            return;
        }
        if (tarry__try(reactor, operation)) {
            tarry__finish(reactor, operation, operation->result);
            return;
        }
    }
    // /proc and /sys would be accepted, and be ready for ever.
    bool is_file =
        operation->state & TARRY__OPERATION_NOT_SOCKET && tarry__operation_is_file(operation);
    int error = is_file ? -EPERM : arm(reactor, operation->fd);
    if (error == -EBADF) { // closed behind our back: nothing will ever come for the others either
        fail_all_on(reactor, operation->fd, error);
    } else if (error < 0) {
        tarry__finish(reactor, operation, error);
    }
}

static void epoll_cancel(struct tarry__reactor *reactor, struct tarry__operation *operation) {
    if (operation->state & TARRY__OPERATION_IN_FLIGHT &&
        !(operation->state & TARRY__OPERATION_FINISHED)) {
        operation->state |= TARRY__OPERATION_CANCELLED;
        tarry__finish(reactor, operation, -ECANCELED);
    }
}

static bool epoll_watch(struct tarry__reactor *reactor, int fd) {
    return ask_for(reactor, fd, WATCH_EVENTS | events_awaited(reactor, fd), false) == 0;
}

// Others may wait for the descriptor by its registration, and who waited for the watch does so too from now on; nobody else
// needs it any more.
static bool epoll_unwatch(struct tarry__reactor *reactor, int fd) {
    struct epoll *self = reactor->backend;
    uint32_t awaited = events_awaited(reactor, fd);
    for (struct tarry__operation *operation = *tarry__in_flight_of(reactor, fd); operation;
         operation = operation->next) {
        if (operation->fd == fd && operation->state & TARRY__OPERATION_WATCHED) {
            tarry__in_flight_unwatched(reactor, operation);
        }
    }
    struct epoll_event event = {.events = EPOLLONESHOT | awaited, .data.u64 = (uint64_t)fd};
    tarry__system_epoll_ctl(self->fd, awaited ? EPOLL_CTL_MOD : EPOLL_CTL_DEL, fd, &event);
    return true;
}

// A file that is always "ready" was polled on this reactor, so that the kernel knew it.
static bool is_refused(struct tarry__operation *operation) {
    if (!(operation->state & TARRY__OPERATION_UNTRIED) || !tarry__operation_is_file(operation)) {
        return false;
    }
    operation->result = -EPERM;
    return true;
}

static void serve(struct tarry__reactor *reactor, int fd, uint32_t events) {
    bool waiting = false;
    if (tarry__watch_is_armed(reactor, fd)) {
        tarry__watch_told(reactor, fd, events);
    }
    uint32_t blocked = 0; // what an attempt found not to be ready after all
    struct tarry__operation *next;
    for (struct tarry__operation *operation = *tarry__in_flight_of(reactor, fd); operation;
         operation = next) {
        next = operation->next;
        if (operation->fd != fd || operation->opcode == TARRY__OP_HOLD) {
            continue;
        }
        uint32_t wanted = tarry__operation_events(operation);
        bool possible = events & (wanted | EPOLLERR | EPOLLHUP) && !(wanted & blocked);
        if (possible && operation->state & TARRY__OPERATION_WATCHED) {
            tarry__watch_serve(reactor, operation);
        } else if (possible && (tarry__try(reactor, operation) || is_refused(operation))) {
            tarry__finish(reactor, operation, operation->result);
        } else {
            waiting |= !(operation->state & TARRY__OPERATION_WATCHED);
            blocked |= possible ? wanted : 0;
        }
    }
    // The registration of a watched one goes on, and telling the kernel anew makes it tell at once what it has told before,
    // such as urgent data, which nobody may be about to take. Only who was passed over below `blocked` has to be told again.
    if (waiting && (blocked || !tarry__watch_is_armed(reactor, fd))) {
        int error = arm(reactor, fd);
        if (error < 0) {
            fail_all_on(reactor, fd, error);
        }
    }
}

static unsigned epoll_wait_for(struct tarry__reactor *reactor, int64_t timeout_ns) {
    struct epoll *self = reactor->backend;
    timeout_ns = tarry__wait_begin(reactor, timeout_ns);
    if (timeout_ns != 0 || reactor->in_flight) {
        int count = tarry__system_epoll_wait(self->fd, self->events, EVENTS_MAX, timeout_ns);
        for (int i = 0; i < count; i++) {
            if (self->events[i].data.u64 != WAKE_KEY) {
                serve(reactor, (int)self->events[i].data.u64, self->events[i].events);
            }
        }
        if (count < 0 && count != -EINTR) {
            tarry__wait_failed("epoll_wait", count, timeout_ns);
        }
    }
    return tarry__wait_end(reactor);
}

static bool epoll_pending(struct tarry__reactor *reactor) {
    struct epoll *self = reactor->backend;
    return tarry__system_poll_once(self->fd, POLLIN, 0) > 0;
}

static bool epoll_flush(struct tarry__reactor *reactor) {
    (void)reactor;
    return true; // every call names its descriptor and is over
}

const struct tarry__reactor_functions tarry__epoll_functions = {
    .name = "epoll",
    .init = epoll_init,
    .adopt = epoll_adopt,
    .destroy = epoll_destroy,
    .submit = epoll_submit,
    .cancel = epoll_cancel,
    .wait = epoll_wait_for,
    .pending = epoll_pending,
    .flush = epoll_flush,
    .watch = epoll_watch,
    .unwatch = epoll_unwatch,
};
