// Fault 27, through the runtime: tarry_close ends the waits on a descriptor, whoever waits on whatever worker; what comes for
// the next descriptor of that number goes to those who wait for that one.
#include "support.h"

#include "base/atomic.h"
#include "reactor/backend.h"
#include "runtime/leaf.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

enum { ROUNDS = 400, WAITERS = 3 };

struct wait_for_close__future {
    int result;
    unsigned short state;
    int fd;
    char byte;
    struct tarry_read__future tarry_read;
};

ASYNC(wait_for_close) {
    BEGIN;
    self->byte = 0;
    AWAIT(tarry_read, .fd = self->fd, .buffer = &self->byte, .size = 1);
    CHECK_EQUAL(self->byte, 0);
    CHECK(self->tarry_read.result == -ECANCELED || self->tarry_read.result == -EBADF);
    END;
}

struct echo_one__future {
    int result;
    unsigned short state;
    int fd;
    char byte;
    struct tarry_read__future tarry_read;
};

ASYNC(echo_one) {
    BEGIN;
    AWAIT(tarry_read, .fd = self->fd, .buffer = &self->byte, .size = 1);
    CHECK_EQUAL(self->tarry_read.result, 1);
    CHECK_EQUAL(self->byte, 'n');
    END;
}

// On every worker together, between their first attempt and their end.
static uint32_t waiting_on(int fd) {
    uint32_t *count = tarry__descriptors_waiters(tarry__descriptors_here(), fd);
    return tarry__load(tarry__atomic_u32(count), acquire);
}

struct closing__future {
    int result;
    unsigned short state;
    int first[2], second[2];
    int round;
    struct tarry_scope scope;
    struct tarry_yield__future tarry_yield;
};

ASYNC(closing) {
    BEGIN;
    for (self->round = 0; self->round < ROUNDS; self->round++) {
        CHECK_EQUAL(socketpair(AF_UNIX, SOCK_STREAM, 0, self->first), 0);
        tarry__scope_open(cx, &self->scope, self->round & 1 ? TARRY_PARALLEL : TARRY_CONCURRENT,
                          &(struct tarry_scope_options){0});
        for (int i = 0; i < WAITERS; i++) {
            SPAWN(scope, NULL, wait_for_close, .fd = self->first[0]);
        }
        while (waiting_on(self->first[0]) < WAITERS) {
            AWAIT(tarry_yield, 0);
        }
        if (self->round & 2) {
            AWAIT(tarry_yield, 0);
        }
        CHECK_EQUAL(tarry_close(self->first[0]), 0);
        JOIN(scope);
        CHECK_EQUAL(socketpair(AF_UNIX, SOCK_STREAM, 0, self->second), 0);
        tarry__scope_open(cx, &self->scope, TARRY_PARALLEL, &(struct tarry_scope_options){0});
        SPAWN(scope, NULL, echo_one, .fd = self->second[0]);
        SPAWN(scope, NULL, echo_one, .fd = self->second[1]);
        CHECK_EQUAL(write(self->second[0], "n", 1), 1);
        CHECK_EQUAL(write(self->second[1], "n", 1), 1);
        JOIN(scope);
        CHECK_EQUAL(tarry_close(self->first[1]), 0);
        CHECK_EQUAL(tarry_close(self->second[0]), 0);
        CHECK_EQUAL(tarry_close(self->second[1]), 0);
        CHECK_EQUAL(tarry_close(self->second[1]), -EBADF);
    }
    END;
}

// ---- the wait begins just then, on another worker ----

enum { BEGINNINGS = 1000, SPINS = 100000 };

static _Atomic bool arrived, go;

static void await_flag(_Atomic bool *flag) {
    for (int i = 0; i < SPINS && !tarry__load(flag, acquire); i++) {
    }
}

struct begin_waiting__future {
    int result;
    unsigned short state;
    int fd;
    char byte;
    struct tarry_read__future tarry_read;
};

ASYNC(begin_waiting) {
    BEGIN;
    tarry__store(&arrived, true, release);
    await_flag(&go);
    AWAIT(tarry_read, .fd = self->fd, .buffer = &self->byte, .size = 1);
    CHECK(self->tarry_read.result == -ECANCELED || self->tarry_read.result == -EBADF);
    END;
}

struct closing_meanwhile__future {
    int result;
    unsigned short state;
    int pair[2];
    int round;
    struct tarry_scope scope;
};

ASYNC(closing_meanwhile) {
    BEGIN;
    for (self->round = 0; self->round < BEGINNINGS; self->round++) {
        CHECK_EQUAL(socketpair(AF_UNIX, SOCK_STREAM, 0, self->pair), 0);
        tarry__store(&arrived, false, relaxed);
        tarry__store(&go, false, relaxed);
        tarry__scope_open(cx, &self->scope, TARRY_PARALLEL, &(struct tarry_scope_options){0});
        SPAWN(scope, NULL, begin_waiting, .fd = self->pair[0]);
        await_flag(&arrived);
        tarry__store(&go, true, release);
        CHECK_EQUAL(tarry_close(self->pair[0]), 0);
        JOIN(scope);
        CHECK_EQUAL(tarry_close(self->pair[1]), 0);
    }
    END;
}

// ---- the file lingers: its number is free long before the close is over ----

enum { LINGER_S = 60 }; // a test has less

// A connection that has written more than there is room for, and waits for that when it is closed. The listener stays, so that
// no lower number is free.
static void connect_lingering(int *out_listener, int *out_fd, int *out_peer) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    CHECK_EQUAL(bind(listener, (struct sockaddr *)&address, size), 0);
    CHECK_EQUAL(listen(listener, 1), 0);
    CHECK_EQUAL(getsockname(listener, (struct sockaddr *)&address, &size), 0);
    *out_fd = socket(AF_INET, SOCK_STREAM, 0);
    CHECK_EQUAL(connect(*out_fd, (struct sockaddr *)&address, size), 0);
    *out_peer = accept(listener, NULL, NULL);
    CHECK(*out_peer >= 0);
    *out_listener = listener;
    static const char much[1 << 16];
    while (send(*out_fd, much, sizeof much, MSG_DONTWAIT) > 0) {
    }
    struct linger linger = {.l_onoff = 1, .l_linger = LINGER_S};
    CHECK_EQUAL(setsockopt(*out_fd, SOL_SOCKET, SO_LINGER, &linger, sizeof linger), 0);
}

struct use_number__future {
    int result;
    unsigned short state;
    int fd;
    int peer;
    int pair[2];
    char byte;
    struct tarry_read__future tarry_read;
};

ASYNC(use_number) {
    BEGIN;
    tarry__store(&arrived, true, release);
    await_flag(&go);
    CHECK_EQUAL(socketpair(AF_UNIX, SOCK_STREAM, 0, self->pair), 0);
    for (int i = 0; i < SPINS && self->pair[0] != self->fd; i++) {
        close(self->pair[0]);
        close(self->pair[1]);
        CHECK_EQUAL(socketpair(AF_UNIX, SOCK_STREAM, 0, self->pair), 0);
    }
    CHECK_EQUAL(self->pair[0], self->fd);
    CHECK_EQUAL(write(self->pair[1], "n", 1), 1);
    AWAIT(tarry_read, .fd = self->pair[0], .buffer = &self->byte, .size = 1);
    CHECK_EQUAL(self->tarry_read.result, 1);
    close(self->peer); // ends the lingering
    tarry_close(self->pair[0]);
    tarry_close(self->pair[1]);
    END;
}

struct lingering__future {
    int result;
    unsigned short state;
    int listener, fd, peer;
    struct tarry_scope scope;
};

ASYNC(lingering) {
    BEGIN;
    connect_lingering(&self->listener, &self->fd, &self->peer);
    tarry__store(&arrived, false, relaxed);
    tarry__store(&go, false, relaxed);
    tarry__scope_open(cx, &self->scope, TARRY_PARALLEL, &(struct tarry_scope_options){0});
    SPAWN(scope, NULL, use_number, .fd = self->fd, .peer = self->peer);
    while (!tarry__load(&arrived, acquire)) {
    }
    tarry__store(&go, true, release);
    CHECK_EQUAL(tarry_close(self->fd), 0);
    JOIN(scope);
    CHECK_EQUAL(close(self->listener), 0);
    END;
}

static void linger_on_two_workers(void) {
    struct lingering__future root = {0};
    struct tarry_runtime *runtime;
    int result = -1;
    CHECK_EQUAL(tarry_runtime_new(&(struct tarry_options){.workers = 2}, &runtime), 0);
    CHECK_EQUAL(tarry_runtime_run(runtime, &lingering__function, &root, &result), 0);
    CHECK_EQUAL(result, 0);
    tarry_runtime_free(runtime);
}

int main(void) {
    RUN(closing, 0);
    RUN(closing_meanwhile, 0);
    linger_on_two_workers();
    return 0;
}
