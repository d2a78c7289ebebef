// tarry_write: one operation. tarry_write_all: as many as it takes.
#include "io/wait.h"

bool tarry_write__poll(void *future, struct tarry_context *cx) {
    struct tarry_write__future *self = future;
    if (self->state == 0) {
        tarry__io_begin(&self->wait, TARRY__WAIT_NEW, TARRY__OP_WRITE, self->fd, self->buffer,
                        self->size);
        self->state = 1;
    }
    return tarry__io_poll(&self->wait, cx, &self->result);
}

const struct tarry_function tarry_write__function = TARRY__LEAF(tarry_write, ssize_t);

static void write_rest(struct tarry_write_all__future *self) {
    tarry__io_begin(&self->wait, TARRY__WAIT_NEW, TARRY__OP_WRITE, self->fd,
                    (const char *)self->buffer + self->written, self->size - self->written);
}

bool tarry_write_all__poll(void *future, struct tarry_context *cx) {
    struct tarry_write_all__future *self = future;
    if (self->state == 0) {
        self->written = 0;
        write_rest(self);
        self->state = 1;
    }
    ssize_t result;
    while (tarry__io_poll(&self->wait, cx, &result)) {
        self->written += result > 0 ? (size_t)result : 0;
        if (result < 0 || self->written == self->size) {
            self->result = result < 0 ? result : (ssize_t)self->size;
            return true;
        }
        write_rest(self);
    }
    return false;
}

const struct tarry_function tarry_write_all__function = TARRY__LEAF(tarry_write_all, ssize_t);
