// The n-th system call fails, and the n-th allocation, for each n, in a program that listens, looks
// up a name, connects, accepts, echoes and closes: it gets an error code or does not notice; no
// descriptor is lost, nothing hangs, nothing crashes. (Fault 2.)
#include "../io/support.h"

#include "base/memory.h"
#include "base/system.h"
#include "localhost.h"

#include <fcntl.h>
#include <stdatomic.h>
#include <sys/socket.h>

struct exchange__future {
    int result;
    unsigned short state;
    int listener, client, server;
    char *line, buffer[32];
    struct tarry_reader reader;
    struct tarry_scope scope;
    struct tarry_tcp_listen__future tarry_tcp_listen;
    struct tarry_tcp_connect__future tarry_tcp_connect;
    struct tarry_accept__future tarry_accept;
    struct tarry_write_all__future tarry_write_all;
    struct tarry_read_until__future tarry_read_until;
};

#define TRY_AWAIT(f, ...)                                                                          \
    do {                                                                                           \
        AWAIT(f, __VA_ARGS__);                                                                     \
        if (self->f.result < 0) {                                                                  \
            RETURN((int)self->f.result);                                                           \
        }                                                                                          \
    } while (0)

ASYNC(exchange) {
    BEGIN;
    self->listener = self->client = self->server = -1;
    TRY_AWAIT(tarry_tcp_listen, .host = localhost());
    self->listener = self->tarry_tcp_listen.result;
    TRY_AWAIT(tarry_tcp_connect, .host = localhost(),
              .port = (uint16_t)tarry_tcp_local_port(self->listener));
    self->client = self->tarry_tcp_connect.result;
    TRY_AWAIT(tarry_accept, .listener = self->listener);
    self->server = self->tarry_accept.result;
    TRY_AWAIT(tarry_write_all, .fd = self->client, .buffer = "line\nrest", .size = 9);
    shutdown(self->client, SHUT_WR);
    self->reader = tarry_reader(self->server, self->buffer, sizeof self->buffer);
    TRY_AWAIT(tarry_read_until, .reader = &self->reader, .delimiter = '\n',
              .out_line = &self->line);
    CHECK_EQUAL(self->tarry_read_until.result, 5);
    TRY_AWAIT(tarry_read_until, .reader = &self->reader, .delimiter = '\n',
              .out_line = &self->line);
    CHECK_EQUAL(self->tarry_read_until.result, 4);
    TRY_AWAIT(tarry_read_until, .reader = &self->reader, .delimiter = '\n',
              .out_line = &self->line);
    CHECK_EQUAL(self->tarry_read_until.result, 0);
    END;
}

struct all__future {
    int result;
    unsigned short state;
    int n, before;
    struct exchange__future exchange;
};

static _Atomic int countdown; // the one that makes it 0 fails

static bool is_the_one(void) {
    return atomic_load(&countdown) > 0 && atomic_fetch_sub(&countdown, 1) == 1;
}

// Not what only the runtime itself calls, nor what cannot fail in a way one could act on.
static int system_fault(const char *name) {
    static const char *const names[] = {
        "recv",      "send",    "socket",     "bind",       "listen",
        "accept",    "connect", "getsockopt", "setsockopt", "getsockname",
        "epoll_ctl", "fcntl",   "poll",       "read",       "io_uring_request"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!strcmp(names[i], name)) {
            return is_the_one() ? ENOBUFS : 0;
        }
    }
    return 0;
}

static bool memory_fault(size_t size) {
    (void)size;
    return is_the_one();
}

static int open_descriptors(void) {
    int count = 0;
    for (int fd = 0; fd < 256; fd++) {
        count += fcntl(fd, F_GETFD) >= 0;
    }
    return count;
}

ASYNC(all) {
    BEGIN;
    self->before = open_descriptors();
    for (self->n = 1;; self->n++) {
        CHECK_EQUAL(open_descriptors(), self->before);
        atomic_store(&countdown, self->n);
        self->exchange.state = 0;
        self->state = 1;
        __attribute__((fallthrough));
    case 1:
        if (!exchange__poll(&self->exchange, cx)) {
            return false;
        }
        bool happened = atomic_exchange(&countdown, 0) == 0;
        CHECK(happened || self->exchange.result == 0);
        tarry_close(self->exchange.listener);
        tarry_close(self->exchange.client);
        tarry_close(self->exchange.server);
        if (!happened) {
            RETURN(self->n == 1);
        }
    }
    END;
}

int main(void) {
    int before = open_descriptors();
    tarry__system_fault_set(system_fault);
    RUN(all, 0);
    tarry__system_fault_set(NULL);
    tarry__memory_fault_set(memory_fault);
    RUN(all, 0);
    tarry__memory_fault_set(NULL);
    CHECK_EQUAL(open_descriptors(), before);
    return 0;
}
