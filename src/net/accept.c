// tarry_accept. Without descriptors or memory the connection stays in the listener's queue, so that the listener stays ready:
// a loop of accepts would spin, and keep the tasks that would close descriptors from running. So such a failure is returned
// late: 5 ms, doubled for each one in a row on that listener, 1 s at most (what Go's net/http does in its own loop).
//
// States: 0 not started, ACCEPTING, PAUSING: the failure waits to be returned.
#include <tarry/net.h>

#include "base/atomic.h"
#include "io/wait.h"
#include "runtime/leaf.h"

#include <errno.h>

enum { ACCEPTING = 1, PAUSING = 2 };

#define PAUSE_MIN TARRY_MS(5)
#define PAUSE_MAX TARRY_SEC(1)
#define PAUSE_DOUBLINGS_MAX 8 // 5 ms << 8 is more than PAUSE_MAX

static _Atomic uint8_t *failures_of(int listener) {
    struct tarry__descriptors *descriptors = tarry__descriptors_here();
    unsigned slot = (unsigned)listener % TARRY__LISTENER_SLOTS;
    return tarry__atomic_u8(&descriptors->accept_failures[slot]);
}

static void count_success(int listener) {
    _Atomic uint8_t *failures = failures_of(listener);
    if (tarry__load(failures, relaxed)) {
        tarry__store(failures, 0, relaxed);
    }
}

// Counts one more, and returns how long to pause for it.
static int64_t count_failure(int listener) {
    _Atomic uint8_t *failures = failures_of(listener);
    uint8_t count = tarry__load(failures, relaxed);
    if (count < PAUSE_DOUBLINGS_MAX) {
        tarry__store(failures, (uint8_t)(count + 1), relaxed);
    }
    int64_t pause = PAUSE_MIN << count;
    return pause < PAUSE_MAX ? pause : PAUSE_MAX;
}

static bool is_shortage(ssize_t result) {
    return result == -EMFILE || result == -ENFILE || result == -ENOBUFS || result == -ENOMEM;
}

static bool pausing(struct tarry_accept__future *self, struct tarry_context *cx) {
    if (!tarry_sleep__poll(&self->child.pause, cx)) {
        return false;
    }
    self->result = self->child.pause.result < 0 ? self->child.pause.result : self->error;
    return true;
}

bool tarry_accept__poll(void *future, struct tarry_context *cx) {
    struct tarry_accept__future *self = future;
    if (self->state == PAUSING) {
        return pausing(self, cx);
    }
    if (self->state == 0) {
        tarry__io_begin(&self->child.wait, TARRY__WAIT_NEW, TARRY__OP_ACCEPT, self->listener, NULL,
                        0);
        self->state = ACCEPTING;
    }
    ssize_t result;
    if (!tarry__io_poll(&self->child.wait, cx, &result)) {
        return false;
    }
    if (is_shortage(result)) {
        self->error = (int)result;
        self->child.pause.state = 0;
        self->child.pause.duration = count_failure(self->listener);
        self->state = PAUSING;
        return pausing(self, cx);
    }
    if (result >= 0) {
        count_success(self->listener);
        tarry__descriptors_forget(tarry__descriptors_here(), (int)result);
    }
    self->result = (int)result;
    return true;
}

const struct tarry_function tarry_accept__function = TARRY__LEAF(tarry_accept, int);
