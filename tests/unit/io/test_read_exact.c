// tarry_read_exact: as many reads as it takes, and no byte lost when it ends early: by the end of the stream, by an error, by
// being cancelled at any of its waits. (Faults 42 and 43.)
#include "support.h"

#include <sys/socket.h>

enum { SIZE = 1000 };

static char message[SIZE];

// ---- everything comes in pieces; then the stream ends within the second message, and stays ended ----

struct send_pieces__future {
    int result;
    unsigned short state;
    int fd;
    size_t sent, piece;
    struct tarry_write_all__future tarry_write_all;
    struct tarry_yield__future tarry_yield;
};

ASYNC(send_pieces) {
    BEGIN;
    for (self->sent = 0, self->piece = 1; self->sent < SIZE + SIZE / 2; self->sent += self->piece) {
        self->piece = self->piece % 7 + 1;
        self->piece =
            self->piece < SIZE - self->sent % SIZE ? self->piece : SIZE - self->sent % SIZE;
        AWAIT(tarry_write_all, .fd = self->fd, .buffer = message + self->sent % SIZE,
              .size = self->piece);
        CHECK_EQUAL(self->tarry_write_all.result, self->piece);
        AWAIT(tarry_yield, 0);
    }
    tarry_close(self->fd);
    RETURN((int)self->sent);
    END;
}

struct pieces__future {
    int result;
    unsigned short state;
    int pair[2], sent;
    size_t done;
    char buffer[SIZE];
    struct tarry_scope scope;
    struct tarry_read_exact__future tarry_read_exact;
};

#define READ_EXACT(n, at)                                                                          \
    AWAIT(tarry_read_exact, .fd = self->pair[0], .buffer = self->buffer, .size = (n), .done = (at))

ASYNC(pieces) {
    BEGIN;
    CHECK_EQUAL(socketpair(AF_UNIX, SOCK_STREAM, 0, self->pair), 0);
    tarry__scope_open(cx, &self->scope, TARRY_PARALLEL, &(struct tarry_scope_options){0});
    SPAWN(scope, &self->sent, send_pieces, .fd = self->pair[1]);
    READ_EXACT(SIZE, NULL);
    CHECK_EQUAL(self->tarry_read_exact.result, SIZE);
    CHECK(!memcmp(self->buffer, message, SIZE));
    self->done = 0;
    READ_EXACT(SIZE, &self->done);
    JOIN(scope);
    CHECK_EQUAL(self->tarry_read_exact.result, self->sent - SIZE);
    CHECK_EQUAL(self->done, self->sent - SIZE);
    CHECK(!memcmp(self->buffer, message, self->done));
    READ_EXACT(SIZE, &self->done);
    CHECK_EQUAL(self->tarry_read_exact.result, self->sent - SIZE);
    self->done = SIZE; // nothing left to do
    READ_EXACT(SIZE, &self->done);
    CHECK_EQUAL(self->tarry_read_exact.result, SIZE);
    tarry_close(self->pair[0]);
    self->done = 17;
    READ_EXACT(SIZE, &self->done);
    CHECK_EQUAL(self->tarry_read_exact.result, -EBADF);
    CHECK_EQUAL(self->done, 17);
    END;
}

// ---- cancelled again and again, behind 0, 1, 2, ... bytes; each time it goes on where it was ----

struct cancelled__future {
    int result;
    unsigned short state;
    int pair[2];
    size_t done;
    ssize_t got;
    unsigned round;
    char buffer[SIZE];
    struct tarry_scope scope;
    struct tarry_yield__future tarry_yield;
    struct tarry_read_exact__future tarry_read_exact;
};

ASYNC(cancelled) {
    BEGIN;
    CHECK_EQUAL(socketpair(AF_UNIX, SOCK_STREAM, 0, self->pair), 0);
    self->done = 0;
    for (self->round = 0; self->round < SIZE - 1; self->round++) {
        tarry__scope_open(cx, &self->scope, self->round & 1 ? TARRY_PARALLEL : TARRY_CONCURRENT,
                          &(struct tarry_scope_options){0});
        SPAWN(scope, &self->got, tarry_read_exact, .fd = self->pair[0], .buffer = self->buffer,
              .size = SIZE, .done = &self->done);
        if (self->round & 2) {
            AWAIT(tarry_yield, 0);
        }
        CHECK_EQUAL(write(self->pair[1], message + self->round, 1), 1);
        if (self->round & 4) {
            AWAIT(tarry_yield, 0);
        }
        tarry_cancel(&self->scope);
        JOIN(scope);
        CHECK_EQUAL(self->got, -ECANCELED);
        CHECK(self->done <= self->round + 1);
        CHECK(!memcmp(self->buffer, message, self->done));
    }
    CHECK_EQUAL(write(self->pair[1], message + SIZE - 1, 1), 1);
    READ_EXACT(SIZE, &self->done);
    CHECK_EQUAL(self->tarry_read_exact.result, SIZE);
    CHECK_EQUAL(self->done, SIZE);
    CHECK(!memcmp(self->buffer, message, SIZE));
    tarry_close(self->pair[0]);
    tarry_close(self->pair[1]);
    END;
}

int main(void) {
    for (int i = 0; i < SIZE; i++) {
        message[i] = (char)(i * 7 + i / 251);
    }
    RUN(pieces, 0);
    RUN(cancelled, 0);
    return 0;
}
