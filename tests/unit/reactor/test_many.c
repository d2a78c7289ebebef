// Fault 13. 10,000 operations in flight at once, many more than a ring has room for: all end, whether served or cancelled,
// and the same again when the kernel takes no more now and then.
#include "support.h"

#include "base/system.h"

enum { MANY = 10000, DESCRIPTORS = 100 };

static struct fixture fixture;
static struct tarry__reactor *const reactor = &fixture.reactor;
static struct counted operations[MANY];
static char bytes[MANY];
static int from[DESCRIPTORS], to[DESCRIPTORS];

static void submit_all(void) {
    for (int i = 0; i < MANY; i++) {
        submit(reactor, &operations[i], TARRY__OP_READ, from[i % DESCRIPTORS], &bytes[i], 1);
    }
    CHECK_EQUAL(reactor->in_flight, MANY);
}

static unsigned finish_all(void) {
    unsigned cancelled = 0;
    for (int i = 0; i < MANY; i++) {
        cancelled += finish(reactor, &operations[i]) == -ECANCELED;
    }
    for (int i = 0; i < MANY; i++) {
        CHECK_EQUAL(operations[i].ends, 1);
    }
    CHECK_EQUAL(reactor->in_flight, 0);
    return cancelled;
}

static void feed(unsigned count) {
    static char block[MANY];
    for (int i = 0; i < DESCRIPTORS; i++) {
        CHECK_EQUAL(write(to[i], block, count), count);
    }
}

static void served(void) {
    submit_all();
    tarry__reactor_wait(reactor, 0);
    feed(MANY / DESCRIPTORS);
    CHECK_EQUAL(finish_all(), 0);
}

static void ready_before(void) {
    feed(MANY / DESCRIPTORS);
    submit_all();
    CHECK_EQUAL(finish_all(), 0);
}

static void cancelled(void) {
    submit_all();
    for (int i = 0; i < MANY; i++) {
        if (i == MANY / 2) {
            tarry__reactor_wait(reactor, 0);
        }
        tarry__reactor_cancel(reactor, &operations[i].operation);
    }
    CHECK_EQUAL(finish_all(), MANY);
}

static void both(void) {
    submit_all();
    tarry__reactor_wait(reactor, 0);
    feed(MANY / DESCRIPTORS / 2);
    for (int i = 0; i < MANY; i++) {
        if (!operations[i].ends) {
            tarry__reactor_cancel(reactor, &operations[i].operation);
        }
    }
    unsigned ended = finish_all();
    for (int i = 0; i < DESCRIPTORS; i++) { // what was not read is still there
        char byte;
        while (recv(from[i], &byte, 1, MSG_DONTWAIT) == 1) {
            ended--;
        }
    }
    CHECK_EQUAL(ended, MANY / 2);
}

static unsigned requests;

static int full_now_and_then(const char *name) {
    return !strcmp(name, "io_uring_request") && requests++ % 100 == 50 ? EBUSY : 0;
}

int main(void) {
    fixture_init(&fixture);
    for (int i = 0; i < DESCRIPTORS; i++) {
        int pair[2];
        CHECK_EQUAL(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
        from[i] = pair[0];
        to[i] = pair[1];
    }
    served();
    ready_before();
    cancelled();
    both();
    tarry__system_fault_set(full_now_and_then);
    served();
    ready_before();
    cancelled();
    both();
    for (int i = 0; i < DESCRIPTORS; i++) {
        close(from[i]);
        close(to[i]);
    }
    fixture_destroy(&fixture);
    return 0;
}
