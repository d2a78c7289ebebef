// The buffered reader. In its buffer: start <= scanned <= end <= size; bytes from start to end were read and not taken yet,
// and those before `scanned` are known not to be the delimiter. (A call with another delimiter scans anew: see `state`.)
//
// A pooled reader has a buffer (not NULL) from a read that found something until the call that finds nothing left in it.
//
// States of tarry_read_until: 0 not started; LOOKING before a look into the buffer; READING a read is under way, to `end`.
#include "io/wait.h"

#include "runtime/leaf.h"
#include "runtime/worker.h"

#include <errno.h>
#include <string.h>

enum { LOOKING = 1, READING = 2 };

static_assert(TARRY_READER_SIZE == TARRY__BUFFER_SIZE, "the pool's buffers");

struct tarry_reader tarry_reader(int fd, void *buffer, size_t size) {
    uint32_t most = size < TARRY__OPERATION_SIZE_MAX ? (uint32_t)size : TARRY__OPERATION_SIZE_MAX;
    return (struct tarry_reader){.buffer = buffer, .size = most, .fd = fd};
}

struct tarry_reader tarry_reader_pooled(int fd) {
    return (struct tarry_reader){.size = TARRY_READER_SIZE, .fd = fd, .pooled = true};
}

static void give_back(struct tarry_reader *reader) {
    struct tarry__reactor *reactor = tarry__reactor_here();
    tarry__buffers_give(reactor ? &reactor->buffers : NULL, reader->buffer);
    reader->buffer = NULL;
    reader->start = reader->scanned = reader->end = 0;
}

void tarry_reader_destroy(struct tarry_reader *reader) {
    if (reader->pooled) {
        give_back(reader);
    }
}

static ssize_t take(struct tarry_read_until__future *self, size_t length) {
    struct tarry_reader *reader = self->reader;
    *self->out_line = reader->buffer ? reader->buffer + reader->start : NULL;
    reader->start += (uint32_t)length;
    reader->scanned = reader->start;
    return (ssize_t)length;
}

// What can be given without reading: a line, a full buffer, what is left at the end of the stream; -EAGAIN if nothing.
static ssize_t take_ready(struct tarry_read_until__future *self) {
    struct tarry_reader *reader = self->reader;
    size_t unscanned = reader->end - reader->scanned;
    char *delimiter =
        unscanned ? memchr(reader->buffer + reader->scanned, self->delimiter, unscanned) : NULL;
    if (delimiter) {
        return take(self, (size_t)(delimiter + 1 - (reader->buffer + reader->start)));
    }
    reader->scanned = reader->end;
    size_t length = reader->end - reader->start;
    if (length == 0 && reader->pooled) {
        give_back(reader);
    }
    return length == reader->size || reader->ended ? take(self, length) : -EAGAIN;
}

// Moves what is there to the front when that makes the room behind it at least twice as large.
static void make_room(struct tarry_reader *reader) {
    uint32_t length = reader->end - reader->start;
    if (length == 0 || reader->size - reader->end <= reader->start) {
        memmove(reader->buffer, reader->buffer + reader->start, length);
        reader->scanned -= reader->start;
        reader->start = 0;
        reader->end = length;
    }
}

// Who has a pooled reader has promised to close by tarry_close.
static bool may_watch(const struct tarry_reader *reader, struct tarry_context *cx) {
    return !reader->refused && (reader->pooled || !cx->worker->reactor.functions->watch_keeps_open);
}

// The first wait on a worker is for itself. The second asks that the descriptor be watched, for there will be more; those
// behind it find it watched. See reactor/watch.c.
static uint16_t watch_for(const struct tarry_reader *reader, struct tarry_context *cx) {
    bool was_here = reader->worker == cx->worker->index + 1u;
    return !was_here || !may_watch(reader, cx) ? 0
           : reader->watched                   ? TARRY__OPERATION_WATCHED
                                               : TARRY__OPERATION_WATCH;
}

// A read has begun to wait, or has not even begun, for want of budget: it may do so on another worker.
static bool waits(struct tarry_read_until__future *self, struct tarry_context *cx) {
    const struct tarry__operation *operation = &tarry__io_wait(&self->wait)->operation;
    struct tarry_reader *reader = self->reader;
    if (operation->phase == TARRY__WAIT_NEW) {
        self->state = LOOKING;
    } else if (operation->phase == TARRY__WAIT_FLYING) {
        reader->refused |= operation->state & TARRY__OPERATION_WATCH &&
                           !(operation->state & TARRY__OPERATION_WATCHED);
        reader->watched = operation->state & TARRY__OPERATION_WATCHED;
        reader->worker = (uint16_t)(cx->worker->index + 1);
    }
    return false;
}

static void begin_reading(struct tarry_read_until__future *self, struct tarry_context *cx) {
    struct tarry_reader *reader = self->reader;
    if (!reader->buffer) {
        tarry__io_begin_pooled(&self->wait, reader->fd, watch_for(reader, cx));
        return;
    }
    make_room(reader);
    tarry__io_begin(&self->wait, TARRY__WAIT_NEW, TARRY__OP_READ, reader->fd,
                    reader->buffer + reader->end, reader->size - reader->end);
    tarry__io_wait(&self->wait)->operation.state |= watch_for(reader, cx);
}

static bool ended(struct tarry_read_until__future *self, ssize_t result) {
    self->result = result;
    return true;
}

// The first poll: what can be said before looking. 0: go on.
static int begin(struct tarry_read_until__future *self, struct tarry_context *cx) {
    if (tarry__is_cancelled(cx)) {
        return -ECANCELED;
    }
    return self->reader->size == 0 ? -EINVAL : 0;
}

bool tarry_read_until__poll(void *future, struct tarry_context *cx) {
    struct tarry_read_until__future *self = future;
    struct tarry_reader *reader = self->reader;
    if (self->state == 0) {
        int error = begin(self, cx);
        if (error) {
            return ended(self, error);
        }
        if (!tarry__budget_spend(cx)) {
            return false;
        }
        reader->scanned = reader->start; // the last call may have looked for another delimiter
        self->state = LOOKING;
    }
    for (;;) {
        if (self->state == LOOKING) {
            ssize_t length = take_ready(self);
            if (length >= 0) {
                return ended(self, length);
            }
            begin_reading(self, cx);
            self->state = READING;
        }
        ssize_t result;
        if (!tarry__io_poll(&self->wait, cx, &result)) {
            return waits(self, cx);
        }
        if (result == -EAGAIN && reader->watched) { // told, not read; of a file it is an answer
            self->state = LOOKING;
            continue;
        }
        if (result < 0) {
            return ended(self, result);
        }
        if (result > 0 && !reader->buffer) {
            reader->buffer = tarry__io_buffer(&self->wait);
        }
        reader->end += (uint32_t)result;
        reader->ended = result == 0;
        self->state = LOOKING;
    }
}

const struct tarry_function tarry_read_until__function = TARRY__LEAF(tarry_read_until, ssize_t);
