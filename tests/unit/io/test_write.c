// Writers and a slow reader; writing to somebody who has gone: an error and no signal; half-closed streams; both
// directions of one descriptor at once. (Faults 17, 20 and 21.)
#include "support.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>

enum { TOTAL = 3 << 20 };

static char *block;

struct drain__future {
    int result;
    unsigned short state;
    int fd;
    size_t received;
    char buffer[5000];
    struct tarry_read__future tarry_read;
    struct tarry_yield__future tarry_yield;
};

// A slow reader: a little at a time, others in between.
ASYNC(drain) {
    BEGIN;
    for (self->received = 0;;) {
        AWAIT(tarry_read, .fd = self->fd, .buffer = self->buffer, .size = sizeof self->buffer);
        if (self->tarry_read.result == 0) {
            RETURN((int)self->received);
        }
        CHECK(self->tarry_read.result > 0);
        CHECK(!memcmp(self->buffer, block + self->received, (size_t)self->tarry_read.result));
        self->received += (size_t)self->tarry_read.result;
        AWAIT(tarry_yield, 0);
    }
    END;
}

struct send_all__future {
    int result;
    unsigned short state;
    int fd;
    bool shut_down;
    struct tarry_write_all__future tarry_write_all;
};

ASYNC(send_all) {
    BEGIN;
    AWAIT(tarry_write_all, .fd = self->fd, .buffer = block, .size = TOTAL);
    CHECK_EQUAL(self->tarry_write_all.result, TOTAL);
    if (self->shut_down) {
        CHECK_EQUAL(shutdown(self->fd, SHUT_WR), 0);
    } else {
        tarry_close(self->fd);
    }
    END;
}

struct slow_reader__future {
    int result;
    unsigned short state;
    int ends[2];
    int received;
    int mode;
    struct tarry_scope scope;
};

ASYNC(slow_reader) {
    BEGIN;
    for (self->mode = 0; self->mode < 4; self->mode++) {
        int flags = self->mode & 1 ? O_NONBLOCK : 0;
        CHECK_EQUAL(self->mode & 2 ? pipe2(self->ends, flags)
                                   : socketpair(AF_UNIX, SOCK_STREAM | flags, 0, self->ends),
                    0);
        tarry__scope_open(cx, &self->scope, TARRY_PARALLEL, &(struct tarry_scope_options){0});
        SPAWN(scope, &self->received, drain, .fd = self->ends[0]);
        SPAWN(scope, NULL, send_all, .fd = self->ends[1]);
        JOIN(scope);
        CHECK_EQUAL(self->received, TOTAL);
        tarry_close(self->ends[0]);
    }
    END;
}

// Each side sends everything, shuts down writing, and still receives everything: four waits on two descriptors.
struct both_ways__future {
    int result;
    unsigned short state;
    int pair[2];
    int received[2];
    struct tarry_scope scope;
};

ASYNC(both_ways) {
    BEGIN;
    CHECK_EQUAL(socketpair(AF_UNIX, SOCK_STREAM, 0, self->pair), 0);
    tarry__scope_open(cx, &self->scope, TARRY_PARALLEL, &(struct tarry_scope_options){0});
    for (int i = 0; i < 2; i++) {
        SPAWN(scope, &self->received[i], drain, .fd = self->pair[i]);
        SPAWN(scope, NULL, send_all, .fd = self->pair[i], .shut_down = true);
    }
    JOIN(scope);
    CHECK_EQUAL(self->received[0], TOTAL);
    CHECK_EQUAL(self->received[1], TOTAL);
    tarry_close(self->pair[0]);
    tarry_close(self->pair[1]);
    END;
}

// The reader goes while the writer waits.
struct reader_goes__future {
    int result;
    unsigned short state;
    int ends[2];
    int mode;
    ssize_t written;
    char byte;
    struct tarry_scope scope;
    struct tarry_yield__future tarry_yield;
    struct tarry_write__future tarry_write;
};

ASYNC(reader_goes) {
    BEGIN;
    for (self->mode = 0; self->mode < 4; self->mode++) {
        int flags = self->mode & 1 ? O_NONBLOCK : 0;
        signal(SIGPIPE, self->mode & 2 ? SIG_IGN : SIG_DFL); // sockets never raise it
        CHECK_EQUAL(self->mode & 2 ? pipe2(self->ends, flags)
                                   : socketpair(AF_UNIX, SOCK_STREAM | flags, 0, self->ends),
                    0);
        tarry__scope_open(cx, &self->scope, TARRY_CONCURRENT, &(struct tarry_scope_options){0});
        SPAWN(scope, &self->written, tarry_write_all, .fd = self->ends[1], .buffer = block,
              .size = TOTAL);
        AWAIT(tarry_yield, 0);
        AWAIT(tarry_yield, 0);
        close(self->ends[0]);
        JOIN(scope);
        CHECK(self->written == -EPIPE || self->written == -ECONNRESET);
        AWAIT(tarry_write, .fd = self->ends[1], .buffer = block, .size = 1);
        CHECK_EQUAL(self->tarry_write.result, -EPIPE);
        tarry_close(self->ends[1]);
        AWAIT(tarry_write, .fd = self->ends[1], .buffer = block, .size = 1);
        CHECK_EQUAL(self->tarry_write.result, -EBADF);
    }
    END;
}

struct sizes__future {
    int result;
    unsigned short state;
    int pair[2];
    struct tarry_write__future tarry_write;
    struct tarry_write_all__future tarry_write_all;
};

ASYNC(sizes) {
    BEGIN;
    CHECK_EQUAL(socketpair(AF_UNIX, SOCK_STREAM, 0, self->pair), 0);
    AWAIT(tarry_write, .fd = self->pair[0], .buffer = "", .size = 0);
    CHECK_EQUAL(self->tarry_write.result, 0);
    AWAIT(tarry_write_all, .fd = self->pair[0], .buffer = "", .size = 0);
    CHECK_EQUAL(self->tarry_write_all.result, 0);
    tarry_close(self->pair[0]);
    tarry_close(self->pair[1]);
    END;
}

int main(void) {
    block = malloc(TOTAL);
    for (size_t i = 0; i < TOTAL; i++) {
        block[i] = (char)(i * 7 + i / 251);
    }
    RUN(slow_reader, 0);
    RUN(both_ways, 0);
    RUN(reader_goes, 0);
    RUN(sizes, 0);
    free(block);
    return 0;
}
