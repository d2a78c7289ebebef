// Fault 42 for reading, writing and accepting: cancelled before it began, it takes nothing; while it waits, it returns
// -ECANCELED or the finished result; racing with the data from another worker, no byte and no connection is lost.
// (Fault 43.)
#include "support.h"

#include <sys/socket.h>

struct before__future {
    int result;
    unsigned short state;
    int pair[2];
    char byte;
    char *line;
    ssize_t got;
    int accepted;
    struct tarry_reader reader;
    struct tarry_scope scope;
};

#define CANCELLED_BEFORE(f, out_result, ...)                                                       \
    do {                                                                                           \
        *(out_result) = 1;                                                                         \
        tarry__scope_open(cx, &self->scope, TARRY_PARALLEL, &(struct tarry_scope_options){0});     \
        tarry_cancel(&self->scope);                                                                \
        SPAWN(scope, out_result, f, __VA_ARGS__);                                                  \
        JOIN(scope);                                                                               \
        CHECK_EQUAL(*(out_result), -ECANCELED);                                                    \
    } while (0)

ASYNC(before) {
    BEGIN;
    CHECK_EQUAL(socketpair(AF_UNIX, SOCK_STREAM, 0, self->pair), 0);
    CHECK_EQUAL(write(self->pair[1], "kept\n", 5), 5);
    self->reader = tarry_reader(self->pair[0], &self->byte, 1);
    CANCELLED_BEFORE(tarry_read, &self->got, .fd = self->pair[0], .buffer = &self->byte, .size = 1);
    CANCELLED_BEFORE(tarry_read_until, &self->got, .reader = &self->reader, .delimiter = '\n',
                     .out_line = &self->line);
    CANCELLED_BEFORE(tarry_write, &self->got, .fd = self->pair[0], .buffer = "x", .size = 1);
    CANCELLED_BEFORE(tarry_write_all, &self->got, .fd = self->pair[0], .buffer = "x", .size = 1);
    CANCELLED_BEFORE(tarry_accept, &self->accepted, .listener = self->pair[0]);
    CANCELLED_BEFORE(tarry_connect, &self->accepted, .fd = self->pair[0]);
    CANCELLED_BEFORE(tarry_tcp_listen, &self->accepted, .host = "localhost");
    CANCELLED_BEFORE(tarry_tcp_connect, &self->accepted, .host = "localhost", .port = 1);
    CHECK_EQUAL(recv(self->pair[0], &self->byte, 1, MSG_DONTWAIT), 1);
    CHECK_EQUAL(self->byte, 'k');
    CHECK_EQUAL(recv(self->pair[1], &self->byte, 1, MSG_DONTWAIT), -1);
    tarry_close(self->pair[0]);
    tarry_close(self->pair[1]);
    END;
}

// ---- racing: a writer writes one byte a round, at the same time as the reader is cancelled ----

enum { ROUNDS = 1000 };

struct write_byte__future {
    int result;
    unsigned short state;
    int fd;
    struct tarry_write__future tarry_write;
};

ASYNC(write_byte) {
    BEGIN;
    AWAIT(tarry_write, .fd = self->fd, .buffer = "r", .size = 1);
    CHECK_EQUAL(self->tarry_write.result, 1);
    END;
}

struct read_races__future {
    int result;
    unsigned short state;
    int pair[2];
    char byte;
    ssize_t got;
    unsigned round, received;
    struct tarry_scope outer, scope;
    struct tarry_yield__future tarry_yield;
};

ASYNC(read_races) {
    BEGIN;
    CHECK_EQUAL(socketpair(AF_UNIX, SOCK_STREAM, 0, self->pair), 0);
    for (self->round = self->received = 0; self->round < ROUNDS; self->round++) {
        tarry__scope_open(cx, &self->outer, TARRY_PARALLEL, &(struct tarry_scope_options){0});
        if (self->round & 1) {
            SPAWN(outer, NULL, write_byte, .fd = self->pair[1]);
        }
        tarry__scope_open(cx, &self->scope, TARRY_PARALLEL, &(struct tarry_scope_options){0});
        SPAWN(scope, &self->got, tarry_read, .fd = self->pair[0], .buffer = &self->byte, .size = 1);
        if (self->round & 2) {
            AWAIT(tarry_yield, 0);
        }
        if (!(self->round & 1)) {
            SPAWN(outer, NULL, write_byte, .fd = self->pair[1]);
        }
        if (self->round & 4) {
            AWAIT(tarry_yield, 0);
        }
        tarry_cancel(&self->scope);
        JOIN(scope);
        JOIN(outer);
        CHECK(self->got == 1 || self->got == -ECANCELED);
        self->received += self->got == 1;
        while (recv(self->pair[0], &self->byte, 1, MSG_DONTWAIT) == 1) {
            self->received++;
        }
        CHECK_EQUAL(self->received, self->round + 1);
    }
    tarry_close(self->pair[0]);
    tarry_close(self->pair[1]);
    END;
}

// ---- a client connects at the same time as the accept is cancelled: whoever accepts next gets it if that did not ----

struct client__future {
    int result;
    unsigned short state;
    uint16_t port;
    int fd;
    char byte;
    struct tarry_tcp_connect__future tarry_tcp_connect;
    struct tarry_read__future tarry_read;
};

ASYNC(client) {
    BEGIN;
    AWAIT(tarry_tcp_connect, .host = "127.0.0.1", .port = self->port);
    self->fd = self->tarry_tcp_connect.result;
    CHECK(self->fd >= 0);
    AWAIT(tarry_read, .fd = self->fd, .buffer = &self->byte, .size = 1);
    CHECK_EQUAL(self->tarry_read.result, 1); // somebody has accepted it
    tarry_close(self->fd);
    END;
}

struct accept_races__future {
    int result;
    unsigned short state;
    int listener;
    int accepted;
    unsigned round;
    struct tarry_scope outer, scope;
    struct tarry_tcp_listen__future tarry_tcp_listen;
    struct tarry_accept__future tarry_accept;
    struct tarry_yield__future tarry_yield;
};

ASYNC(accept_races) {
    BEGIN;
    AWAIT(tarry_tcp_listen, .host = "127.0.0.1");
    self->listener = self->tarry_tcp_listen.result;
    CHECK(self->listener >= 0);
    for (self->round = 0; self->round < ROUNDS / 4; self->round++) {
        tarry__scope_open(cx, &self->outer, TARRY_PARALLEL, &(struct tarry_scope_options){0});
        tarry__scope_open(cx, &self->scope, TARRY_PARALLEL, &(struct tarry_scope_options){0});
        SPAWN(scope, &self->accepted, tarry_accept, .listener = self->listener);
        SPAWN(outer, NULL, client, .port = (uint16_t)tarry_tcp_local_port(self->listener));
        if (self->round & 1) {
            AWAIT(tarry_yield, 0);
        }
        if (self->round & 2) {
            AWAIT(tarry_yield, 0);
        }
        tarry_cancel(&self->scope);
        JOIN(scope);
        if (self->accepted < 0) {
            CHECK_EQUAL(self->accepted, -ECANCELED);
            AWAIT(tarry_accept, .listener = self->listener);
            self->accepted = self->tarry_accept.result;
        }
        CHECK_EQUAL(send(self->accepted, "a", 1, 0), 1);
        JOIN(outer);
        tarry_close(self->accepted);
    }
    tarry_close(self->listener);
    END;
}

// ---- a hundred of everything, waiting; then all at once ----

enum { EACH = 100 };

struct storm__future {
    int result;
    unsigned short state;
    int pairs[EACH][2];
    ssize_t results[EACH][3];
    char bytes[EACH];
    int accepted[EACH];
    int listener;
    char *block;
    struct tarry_scope scope;
    struct tarry_sleep__future tarry_sleep;
    struct tarry_tcp_listen__future tarry_tcp_listen;
};

ASYNC(storm) {
    BEGIN;
    AWAIT(tarry_tcp_listen, .host = "127.0.0.1");
    self->listener = self->tarry_tcp_listen.result;
    self->block = calloc(1, 1 << 20);
    tarry__scope_open(cx, &self->scope, TARRY_PARALLEL, &(struct tarry_scope_options){0});
    for (int i = 0; i < EACH; i++) {
        CHECK_EQUAL(socketpair(AF_UNIX, SOCK_STREAM, 0, self->pairs[i]), 0);
        SPAWN(scope, &self->results[i][0], tarry_read, .fd = self->pairs[i][0],
              .buffer = &self->bytes[i], .size = 1);
        SPAWN(scope, &self->results[i][1], tarry_write_all, .fd = self->pairs[i][0],
              .buffer = self->block, .size = 1 << 20);
        SPAWN(scope, &self->results[i][2], tarry_read, .fd = self->pairs[i][0],
              .buffer = &self->bytes[i], .size = 1);
        SPAWN(scope, &self->accepted[i], tarry_accept, .listener = self->listener);
    }
    AWAIT(tarry_sleep,
          .duration = TARRY_MS(2)); // no time is right or wrong; most of them wait by then
    tarry_cancel(&self->scope);
    JOIN(scope);
    for (int i = 0; i < EACH; i++) {
        for (int j = 0; j < 3; j++) {
            CHECK_EQUAL(self->results[i][j], -ECANCELED);
        }
        CHECK_EQUAL(self->accepted[i], -ECANCELED);
        tarry_close(self->pairs[i][0]);
        tarry_close(self->pairs[i][1]);
    }
    free(self->block);
    tarry_close(self->listener);
    END;
}

int main(void) {
    RUN(before, 0);
    RUN(read_races, 0);
    RUN(accept_races, 0);
    RUN(storm, 0);
    return 0;
}
