// Fault 27, through the runtime: tarry_close ends the waits on a descriptor, whoever waits on whatever worker; what comes for
// the next descriptor of that number goes to those who wait for that one.
#include "support.h"

#include "base/atomic.h"
#include "reactor/backend.h"
#include "runtime/leaf.h"

#include <sys/socket.h>

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

int main(void) {
    RUN(closing, 0);
    RUN(closing_meanwhile, 0);
    return 0;
}
