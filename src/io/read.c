// tarry_read: one operation.
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
