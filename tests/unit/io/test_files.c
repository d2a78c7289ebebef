// Descriptors that are no sockets: files, read and written at their position; devices; pipes in blocking mode; a terminal.
// (Fault 28.)
#include "support.h"

#include <fcntl.h>
#include <pty.h>
#include <sys/eventfd.h>

struct files__future {
    int result;
    unsigned short state;
    int fd, other;
    int i;
    uint64_t value;
    char *line;
    char buffer[64];
    struct tarry_reader reader;
    struct tarry_scope scope;
    struct tarry_read__future tarry_read;
    struct tarry_write__future tarry_write;
    struct tarry_write_all__future tarry_write_all;
    struct tarry_read_until__future tarry_read_until;
};

ASYNC(files) {
    BEGIN;
    char path[] = "/tmp/tarry-test-XXXXXX";
    self->fd = mkstemp(path);
    unlink(path);
    for (self->i = 0; self->i < 100; self->i++) {
        snprintf(self->buffer, sizeof self->buffer, "line %d\n", self->i);
        AWAIT(tarry_write_all, .fd = self->fd, .buffer = self->buffer,
              .size = strlen(self->buffer));
        CHECK_EQUAL(self->tarry_write_all.result, strlen(self->buffer));
    }
    CHECK_EQUAL(lseek(self->fd, 0, SEEK_SET), 0);
    self->reader = tarry_reader(self->fd, self->buffer, sizeof self->buffer);
    for (self->i = 0; self->i < 100; self->i++) {
        if (self->i == 50) { // and on with one that has no buffer: at the beginning of a line
            CHECK_EQUAL(lseek(self->fd, 50 * 8 - 10, SEEK_SET), 50 * 8 - 10);
            self->reader = tarry_reader_pooled(self->fd);
        }
        AWAIT(tarry_read_until, .reader = &self->reader, .delimiter = '\n',
              .out_line = &self->line);
        char expected[64];
        snprintf(expected, sizeof expected, "line %d\n", self->i);
        CHECK_EQUAL(self->tarry_read_until.result, strlen(expected));
        CHECK(!memcmp(self->line, expected, strlen(expected)));
    }
    AWAIT(tarry_read_until, .reader = &self->reader, .delimiter = '\n', .out_line = &self->line);
    CHECK_EQUAL(self->tarry_read_until.result, 0);
    tarry_close(self->fd);

    self->fd = open("/dev/zero", O_RDWR);
    AWAIT(tarry_read, .fd = self->fd, .buffer = self->buffer, .size = 10);
    CHECK_EQUAL(self->tarry_read.result, 10);
    AWAIT(tarry_write, .fd = self->fd, .buffer = self->buffer, .size = 10);
    CHECK_EQUAL(self->tarry_write.result, 10);
    tarry_close(self->fd);

    self->fd = open("/proc/self/status", O_RDONLY);
    AWAIT(tarry_read, .fd = self->fd, .buffer = self->buffer, .size = 10);
    CHECK_EQUAL(self->tarry_read.result, 10);
    AWAIT(tarry_write, .fd = self->fd, .buffer = self->buffer, .size = 10);
    CHECK_EQUAL(self->tarry_write.result, -EBADF); // not open for writing
    tarry_close(self->fd);

    self->fd = open("/", O_RDONLY);
    AWAIT(tarry_read, .fd = self->fd, .buffer = self->buffer, .size = 10);
    CHECK_EQUAL(self->tarry_read.result, -EISDIR);
    tarry_close(self->fd);
    END;
}

// A reader that waits and a writer that comes later.
struct waiting__future {
    int result;
    unsigned short state;
    int from, to, kind;
    ssize_t got;
    uint64_t value;
    struct tarry_scope scope;
    struct tarry_yield__future tarry_yield;
    struct tarry_write__future tarry_write;
};

static void open_pair(int kind, int *out_from, int *out_to) {
    int ends[2];
    int flags = kind & 1 ? O_NONBLOCK : 0;
    switch (kind / 2) {
    case 0:
        CHECK_EQUAL(pipe2(ends, flags), 0);
        break;
    case 1:
        CHECK_EQUAL(openpty(&ends[1], &ends[0], NULL, NULL, NULL), 0);
        CHECK_EQUAL(fcntl(ends[0], F_SETFL, flags), 0);
        break;
    default:
        ends[0] = eventfd(0, kind & 1 ? EFD_NONBLOCK : 0);
        ends[1] = dup(ends[0]);
        break;
    }
    *out_from = ends[0];
    *out_to = ends[1];
}

ASYNC(waiting) {
    BEGIN;
    for (self->kind = 0; self->kind < 6; self->kind++) {
        open_pair(self->kind, &self->from, &self->to);
        self->value = 0;
        tarry__scope_open(cx, &self->scope, TARRY_PARALLEL, &(struct tarry_scope_options){0});
        SPAWN(scope, &self->got, tarry_read, .fd = self->from, .buffer = &self->value, .size = 8);
        AWAIT(tarry_yield, 0);
        AWAIT(tarry_yield, 0);
        AWAIT(tarry_write, .fd = self->to, .buffer = "\n\0\0\0\0\0\0\0",
              .size = self->kind / 2 == 1 ? 1 : 8);
        CHECK(self->tarry_write.result > 0);
        JOIN(scope);
        CHECK_EQUAL(self->got, self->kind / 2 == 1 ? 1 : 8);
        CHECK_EQUAL(self->value, '\n');

        tarry__scope_open(cx, &self->scope, TARRY_PARALLEL, &(struct tarry_scope_options){0});
        SPAWN(scope, &self->got, tarry_read, .fd = self->from, .buffer = &self->value, .size = 8);
        AWAIT(tarry_yield, 0);
        AWAIT(tarry_yield, 0);
        tarry_cancel(&self->scope);
        JOIN(scope);
        CHECK_EQUAL(self->got, -ECANCELED);
        tarry_close(self->from);
        tarry_close(self->to);
    }
    END;
}

int main(void) {
    RUN(files, 0);
    RUN(waiting, 0);
    return 0;
}
