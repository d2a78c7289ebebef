// The buffered reader: lines of every length against buffers of every size, however the bytes arrive; no delimiter at the
// end; other delimiters; a cancelled read loses nothing.
#include "support.h"

#include <sys/socket.h>

// ---- what comes out, for one text, one buffer size and one way of writing ----

struct feed__future {
    int result;
    unsigned short state;
    int fd;
    const char *text;
    size_t length, piece, sent;
    struct tarry_write_all__future tarry_write_all;
    struct tarry_yield__future tarry_yield;
};

ASYNC(feed) {
    BEGIN;
    for (self->sent = 0; self->sent < self->length; self->sent += self->piece) {
        size_t rest = self->length - self->sent;
        AWAIT(tarry_write_all, .fd = self->fd, .buffer = self->text + self->sent,
              .size = rest < self->piece ? rest : self->piece);
        CHECK(self->tarry_write_all.result > 0);
        AWAIT(tarry_yield, 0);
    }
    tarry_close(self->fd);
    END;
}

struct check_lines__future {
    int result;
    unsigned short state;
    int fd;
    const char *text;
    size_t length, size, taken;
    char delimiter;
    char buffer[64];
    char *line;
    struct tarry_reader reader;
    struct tarry_read_until__future tarry_read_until;
};

// The same by hand: a line with its delimiter, or as much of it as the buffer holds.
static size_t expected_length(const char *text, size_t length, size_t size, char delimiter) {
    size_t limit = length < size ? length : size;
    const char *end = memchr(text, delimiter, limit);
    return end ? (size_t)(end + 1 - text) : limit;
}

ASYNC(check_lines) {
    BEGIN;
    self->reader = self->size == TARRY_READER_SIZE
                       ? tarry_reader_pooled(self->fd)
                       : tarry_reader(self->fd, self->buffer, self->size);
    for (self->taken = 0;;) {
        AWAIT(tarry_read_until, .reader = &self->reader, .delimiter = self->delimiter,
              .out_line = &self->line);
        size_t expected = expected_length(self->text + self->taken, self->length - self->taken,
                                          self->size, self->delimiter);
        CHECK_EQUAL(self->tarry_read_until.result, expected);
        if (expected == 0) {
            break;
        }
        CHECK(!memcmp(self->line, self->text + self->taken, expected));
        self->taken += expected;
    }
    AWAIT(tarry_read_until, .reader = &self->reader, .delimiter = self->delimiter,
          .out_line = &self->line);
    CHECK_EQUAL(self->tarry_read_until.result, 0); // and so it stays
    CHECK(!self->reader.pooled || !self->reader.buffer);
    tarry_close(self->fd);
    END;
}

static const char *const texts[] = {
    "",
    "\n",
    "no newline at the end",
    "one\ntwo\nthree\n",
    "a\n\n\nb\n\nc",
    "a line longer than sixteen bytes, and even than sixty-four: it comes in pieces\nx\n",
    "0123456789abcdef\n0123456789abcde\n0123456789abcd\n0123456789abcdefg\n",
};

// Of the reader's buffer; the last one is that of a pooled reader, which has none of its own.
static unsigned size_after(unsigned size) {
    return size < 20 ? size + 1 : size < 64 ? size + 11 : size == 64 ? TARRY_READER_SIZE : 0;
}

struct lines__future {
    int result;
    unsigned short state;
    unsigned text, piece, size;
    struct tarry_scope scope;
};

ASYNC(lines) {
    BEGIN;
    for (self->text = 0; self->text < sizeof texts / sizeof *texts; self->text++) {
        for (self->piece = 1; self->piece <= 32; self->piece *= 2) {
            for (self->size = 1; self->size; self->size = size_after(self->size)) {
                int pair[2];
                const char *text = texts[self->text];
                CHECK_EQUAL(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
                tarry__scope_open(cx, &self->scope, TARRY_PARALLEL,
                                  &(struct tarry_scope_options){0});
                SPAWN(scope, NULL, feed, .fd = pair[0], .text = text, .length = strlen(text),
                      .piece = self->piece);
                SPAWN(scope, NULL, check_lines, .fd = pair[1], .text = text, .length = strlen(text),
                      .size = self->size, .delimiter = self->size % 2 ? '\n' : 'e');
                JOIN(scope);
            }
        }
    }
    END;
}

// ---- cancelled in the middle of a line, and another delimiter for what has been read already ----

struct read_one__future {
    ssize_t result;
    unsigned short state;
    struct tarry_reader *reader;
    char **out_line;
    int delimiter;
    struct tarry_read_until__future tarry_read_until;
};

ASYNC(read_one) {
    BEGIN;
    AWAIT(tarry_read_until, .reader = self->reader, .delimiter = self->delimiter,
          .out_line = self->out_line);
    RETURN(self->tarry_read_until.result);
    END;
}

struct cancelled__future {
    int result;
    unsigned short state;
    int pair[2];
    char buffer[32];
    char *line;
    ssize_t length;
    struct tarry_reader reader;
    struct tarry_scope scope;
    struct tarry_yield__future tarry_yield;
    struct tarry_read_until__future tarry_read_until;
};

ASYNC(cancelled) {
    BEGIN;
    CHECK_EQUAL(socketpair(AF_UNIX, SOCK_STREAM, 0, self->pair), 0);
    self->reader = tarry_reader(self->pair[0], self->buffer, sizeof self->buffer);
    CHECK_EQUAL(write(self->pair[1], "half a", 6), 6);
    tarry__scope_open(cx, &self->scope, TARRY_CONCURRENT, &(struct tarry_scope_options){0});
    SPAWN(scope, &self->length, read_one, .reader = &self->reader, .delimiter = '\n',
          .out_line = &self->line);
    while (self->reader.end != 6) {
        AWAIT(tarry_yield, 0);
    }
    tarry_cancel(&self->scope);
    JOIN(scope);
    CHECK_EQUAL(self->length, -ECANCELED);
    CHECK_EQUAL(write(self->pair[1], " line\n", 6), 6);
    AWAIT(tarry_read_until, .reader = &self->reader, .delimiter = ' ', .out_line = &self->line);
    CHECK_EQUAL(self->tarry_read_until.result, 5);
    AWAIT(tarry_read_until, .reader = &self->reader, .delimiter = '\n', .out_line = &self->line);
    CHECK_EQUAL(self->tarry_read_until.result, 7);
    CHECK(!memcmp(self->line, "a line\n", 7));
    self->reader = tarry_reader(self->pair[0], self->buffer, 0);
    AWAIT(tarry_read_until, .reader = &self->reader, .delimiter = '\n', .out_line = &self->line);
    CHECK_EQUAL(self->tarry_read_until.result, -EINVAL);
    tarry_close(self->pair[0]);
    self->reader = tarry_reader(self->pair[0], self->buffer, 8);
    AWAIT(tarry_read_until, .reader = &self->reader, .delimiter = '\n', .out_line = &self->line);
    CHECK_EQUAL(self->tarry_read_until.result, -EBADF);
    tarry_close(self->pair[1]);
    END;
}

// ---- a pooled reader: has a buffer only while there is data; long lines come in pieces ----

struct pooled__future {
    int result;
    unsigned short state;
    int pair[2], i;
    char *line;
    ssize_t length;
    struct tarry_reader reader;
    struct tarry_scope scope;
    struct tarry_yield__future tarry_yield;
    struct tarry_read_until__future tarry_read_until;
};

static char text[3 * TARRY_READER_SIZE];

ASYNC(pooled) {
    BEGIN;
    CHECK_EQUAL(socketpair(AF_UNIX, SOCK_STREAM, 0, self->pair), 0);
    self->reader = tarry_reader_pooled(self->pair[0]);
    for (self->i = 0; self->i < 3; self->i++) {
        self->length = 0;
        tarry__scope_open(cx, &self->scope, TARRY_CONCURRENT, &(struct tarry_scope_options){0});
        SPAWN(scope, &self->length, read_one, .reader = &self->reader, .delimiter = '\n',
              .out_line = &self->line);
        AWAIT(tarry_yield, 0);
        AWAIT(tarry_yield, 0);
        CHECK(!self->reader.buffer);
        if (self->i == 1) {
            tarry_cancel(&self->scope);
        } else {
            CHECK_EQUAL(write(self->pair[1], "one\ntwo\n", 8), 8);
        }
        JOIN(scope);
        CHECK_EQUAL(self->length, self->i == 1 ? -ECANCELED : 4);
        if (self->i != 1) {
            CHECK(!memcmp(self->line, "one\n", 4));
            AWAIT(tarry_read_until, .reader = &self->reader, .delimiter = '\n',
                  .out_line = &self->line);
            CHECK_EQUAL(self->tarry_read_until.result, 4);
            CHECK(!memcmp(self->line, "two\n", 4));
        }
    }
    memset(text, 'x', sizeof text);
    text[sizeof text - 1] = '\n';
    CHECK_EQUAL(write(self->pair[1], text, sizeof text), sizeof text);
    for (self->i = 0; self->i < 3; self->i++) {
        AWAIT(tarry_read_until, .reader = &self->reader, .delimiter = '\n',
              .out_line = &self->line);
        CHECK_EQUAL(self->tarry_read_until.result, TARRY_READER_SIZE);
        CHECK_EQUAL(self->line[TARRY_READER_SIZE - 1], self->i < 2 ? 'x' : '\n');
    }
    CHECK(self->reader.buffer);
    tarry_reader_destroy(&self->reader);
    CHECK(!self->reader.buffer);
    tarry_reader_destroy(&self->reader);
    tarry_close(self->pair[0]);
    tarry_close(self->pair[1]);
    END;
}

int main(void) {
    RUN(pooled, 0);
    RUN(lines, 0);
    RUN(cancelled, 0);
    return 0;
}
