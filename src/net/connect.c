// tarry_connect. A Unix socket whose listener's queue is full answers EAGAIN, and nothing tells when there is room: it is
// tried again after a pause, 1 ms at first and twice as long each time up to 128 ms.
//
// States: 0 not started, CONNECTING, PAUSING.
#include <tarry/net.h>

#include "io/wait.h"

#include <errno.h>

enum { CONNECTING = 1, PAUSING = 2 };

#define PAUSE_MIN TARRY_MS(1)
#define PAUSE_DOUBLINGS_MAX 7

static void begin(struct tarry_connect__future *self) {
    tarry__io_begin(&self->child.wait, TARRY__WAIT_SUBMIT, TARRY__OP_CONNECT, self->fd,
                    self->address, self->length);
    self->state = CONNECTING;
}

static void begin_pause(struct tarry_connect__future *self) {
    self->child.pause.state = 0;
    self->child.pause.duration = PAUSE_MIN << self->pauses;
    self->pauses += self->pauses < PAUSE_DOUBLINGS_MAX;
    self->state = PAUSING;
}

bool tarry_connect__poll(void *future, struct tarry_context *cx) {
    struct tarry_connect__future *self = future;
    if (self->state == 0) {
        self->pauses = 0;
        begin(self);
    }
    for (;;) {
        if (self->state == PAUSING) {
            if (!tarry_sleep__poll(&self->child.pause, cx)) {
                return false;
            }
            if (self->child.pause.result < 0) {
                self->result = self->child.pause.result;
                return true;
            }
            begin(self);
        }
        ssize_t result;
        if (!tarry__io_poll(&self->child.wait, cx, &result)) {
            return false;
        }
        if (result != -EAGAIN) {
            self->result = (int)result;
            return true;
        }
        begin_pause(self);
    }
}

const struct tarry_function tarry_connect__function = TARRY__LEAF(tarry_connect, int);
