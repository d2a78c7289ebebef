// tarry_read: one operation. tarry_read_exact: as many as it takes.
#include "io/wait.h"

bool tarry_read__poll(void *future, struct tarry_context *cx) {
    struct tarry_read__future *self = future;
    if (self->state == 0) {
        tarry__io_begin(&self->wait, TARRY__WAIT_NEW, TARRY__OP_READ, self->fd, self->buffer,
                        self->size);
        self->state = 1;
    }
    return tarry__io_poll(&self->wait, cx, &self->result);
}

const struct tarry_function tarry_read__function = TARRY__LEAF(tarry_read, ssize_t);

static void read_rest(struct tarry_read_exact__future *self) {
    tarry__io_begin(&self->wait, TARRY__WAIT_NEW, TARRY__OP_READ, self->fd,
                    (char *)self->buffer + self->count, self->size - self->count);
}

static void end_exact(struct tarry_read_exact__future *self, ssize_t result) {
    self->result = result < 0 ? result : (ssize_t)self->count;
    if (self->done) {
        *self->done = self->count;
    }
}

bool tarry_read_exact__poll(void *future, struct tarry_context *cx) {
    struct tarry_read_exact__future *self = future;
    if (self->state == 0) {
        self->count = self->done ? *self->done : 0;
        assert(self->count <= self->size);
        read_rest(self);
        self->state = 1;
    }
    ssize_t result;
    while (tarry__io_poll(&self->wait, cx, &result)) {
        self->count += result > 0 ? (size_t)result : 0;
        if (result <= 0 || self->count == self->size) {
            end_exact(self, result);
            return true;
        }
        read_rest(self);
    }
    return false;
}

const struct tarry_function tarry_read_exact__function = TARRY__LEAF(tarry_read_exact, ssize_t);
