// Fault 27. Closing a descriptor that operations wait on, from the worker that waits and from another: each ends with
// -ECANCELED, promptly, and what comes for the next file of that number never reaches them.
#include "support.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>

static struct fixture fixture;
static struct tarry__reactor *const reactor = &fixture.reactor;

static void nobody_waits(void) {
    int fd = dup(0);
    CHECK_EQUAL(tarry__descriptors_close(&fixture.descriptors, reactor, fd), 0);
    CHECK_EQUAL(tarry__descriptors_close(&fixture.descriptors, reactor, fd), -EBADF);
    CHECK_EQUAL(tarry__descriptors_close(&fixture.descriptors, NULL, -1), -EBADF);
}

static void own(bool kernel_knows) {
    int first[2], second[2];
    char lost = 0, got = 0;
    struct counted waiting[3], next;
    CHECK_EQUAL(socketpair(AF_UNIX, SOCK_STREAM, 0, first), 0);
    for (int i = 0; i < 3; i++) {
        submit(reactor, &waiting[i], TARRY__OP_READ, first[0], &lost, 1);
    }
    if (kernel_knows) {
        tarry__reactor_wait(reactor, 0);
    }
    CHECK_EQUAL(tarry__descriptors_close(&fixture.descriptors, reactor, first[0]), 0);
    CHECK_EQUAL(socketpair(AF_UNIX, SOCK_STREAM, 0, second), 0);
    CHECK_EQUAL(second[0], first[0]); // the number is free again at once
    submit(reactor, &next, TARRY__OP_READ, second[0], &got, 1);
    CHECK_EQUAL(write(second[1], "n", 1), 1);
    for (int i = 0; i < 3; i++) {
        CHECK_EQUAL(finish(reactor, &waiting[i]), -ECANCELED);
    }
    CHECK_EQUAL(finish(reactor, &next), 1);
    CHECK_EQUAL(lost, 0);
    CHECK_EQUAL(got, 'n');
    CHECK_EQUAL(read(first[1], &got, 1), 0); // really closed
    close(first[1]);
    close(second[0]);
    close(second[1]);
}

enum { ROUNDS = 300, NOT_READ = -1 };

struct other {
    struct tarry__reactor reactor;
    atomic_int fd; // to wait on; -1: none; -2: leave
    atomic_int waiting;
    atomic_llong result;
};

// A worker that reads one byte at a time of whatever it is told to.
static void *other_main(void *argument) {
    struct other *other = argument;
    for (;;) {
        int fd = atomic_load(&other->fd);
        if (fd == -2) {
            return NULL;
        }
        if (fd == -1) {
            tarry__reactor_wait(&other->reactor, -1);
            continue;
        }
        char byte = 0;
        struct counted one;
        submit(&other->reactor, &one, TARRY__OP_READ, fd, &byte, 1);
        tarry__reactor_wait(&other->reactor, 0);
        atomic_store(&other->fd, -1);
        atomic_store(&other->waiting, 1);
        int64_t result = finish(&other->reactor, &one);
        CHECK_EQUAL(byte, 0);
        atomic_store(&other->result, result);
        atomic_store(&other->waiting, 0);
    }
}

static void other_worker(void) {
    static struct other other;
    atomic_init(&other.fd, -1);
    CHECK_EQUAL(tarry__reactor_init(&other.reactor, wanted_kind(), &fixture.descriptors), 0);
    pthread_t thread;
    CHECK_EQUAL(pthread_create(&thread, NULL, other_main, &other), 0);
    for (int i = 0; i < ROUNDS; i++) {
        int first[2], second[2];
        CHECK_EQUAL(socketpair(AF_UNIX, SOCK_STREAM, 0, first), 0);
        atomic_store(&other.fd, first[0]);
        tarry__reactor_wake(&other.reactor);
        while (!atomic_load(&other.waiting)) {
            tarry__reactor_wait(reactor, 0);
        }
        CHECK_EQUAL(
            tarry__descriptors_close(&fixture.descriptors, i & 1 ? reactor : NULL, first[0]), 0);
        CHECK_EQUAL(socketpair(AF_UNIX, SOCK_STREAM, 0, second), 0);
        CHECK_EQUAL(write(second[0], "xx", 2), 2); // for whoever wrongly still waits on that number
        CHECK_EQUAL(write(second[1], "yy", 2), 2);
        while (atomic_load(&other.waiting)) {
            tarry__reactor_wait(reactor, 0);
        }
        CHECK_EQUAL(atomic_load(&other.result), -ECANCELED);
        while (fcntl(first[0], F_GETFD) >= 0 && first[0] != second[0] && first[0] != second[1]) {
            tarry__reactor_wait(reactor, 0); // until the number is free
        }
        close(first[1]);
        close(second[0]);
        close(second[1]);
    }
    atomic_store(&other.fd, -2);
    tarry__reactor_wake(&other.reactor);
    pthread_join(thread, NULL);
    tarry__reactor_destroy(&other.reactor);
}

// A number that the blocking pool works on is kept from others until it is released.
static void held(void) {
    int fd = dup(0);
    struct counted waiting;
    prepare(&waiting, TARRY__OP_READ, fd, NULL, 0);
    tarry__reactor_hold(reactor, &waiting.operation);
    CHECK_EQUAL(tarry__descriptors_close(&fixture.descriptors, reactor, fd), 0);
    for (int i = 0; i < 3; i++) {
        tarry__reactor_wait(reactor, 0);
        int next = dup(0);
        CHECK(next != fd);
        close(next);
    }
    tarry__reactor_release(reactor, &waiting.operation);
    tarry__reactor_wait(reactor, 0);
    CHECK_EQUAL(waiting.ends, 0);
    CHECK_EQUAL(fcntl(fd, F_GETFD), -1);
}

// Closed by other means and opened again: later waits on the number work.
static void behind_our_back(void) {
    for (int i = 0; i < 10; i++) {
        int pair[2];
        char byte;
        struct counted one;
        CHECK_EQUAL(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
        submit(reactor, &one, TARRY__OP_READ, pair[0], &byte, 1);
        tarry__reactor_wait(reactor, 0);
        CHECK_EQUAL(write(pair[1], "b", 1), 1);
        CHECK_EQUAL(finish(reactor, &one), 1);
        close(pair[0]);
        close(pair[1]);
    }
}

int main(void) {
    fixture_init(&fixture);
    nobody_waits();
    own(false);
    own(true);
    other_worker();
    held();
    behind_our_back();
    fixture_destroy(&fixture);
    return 0;
}
