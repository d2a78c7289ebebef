// What the reactor's tests share: a check that names its place, a reactor of the kind TARRY_REACTOR asks for, operations
// that count their ends.
#ifndef TARRY_TESTS_UNIT_REACTOR_SUPPORT_H
#define TARRY_TESTS_UNIT_REACTOR_SUPPORT_H

#include "reactor/reactor.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define CHECK(condition)                                                                           \
    ((condition) ? (void)0 : check_failed(__FILE__, __LINE__, #condition, 0, 0))
#define CHECK_EQUAL(actual, expected)                                                              \
    check_equal(__FILE__, __LINE__, #actual, (long long)(actual), (long long)(expected))

static inline void check_failed(const char *file, int line, const char *text, long long actual,
                                long long expected) {
    fprintf(stderr, "%s:%d: %s: %lld, expected %lld (errno %d)\n", file, line, text, actual,
            expected, errno);
    exit(1);
}

static inline void check_equal(const char *file, int line, const char *text, long long actual,
                               long long expected) {
    if (actual != expected) {
        check_failed(file, line, text, actual, expected);
    }
}

struct counted {
    struct tarry__operation operation;
    unsigned ends;
};

static inline void count_end(struct tarry__operation *operation) {
    ((struct counted *)operation)->ends++;
}

static inline void prepare(struct counted *counted, enum tarry__opcode opcode, int fd, void *buffer,
                           size_t size) {
    counted->ends = 0;
    tarry__operation_init(&counted->operation, opcode, fd, buffer, size, count_end);
}

static inline void submit(struct tarry__reactor *reactor, struct counted *counted,
                          enum tarry__opcode opcode, int fd, void *buffer, size_t size) {
    prepare(counted, opcode, fd, buffer, size);
    tarry__reactor_submit(reactor, &counted->operation);
    CHECK_EQUAL(counted->ends, 0); // never from within submit
}

// Waits until it has ended; its result.
static inline int64_t finish(struct tarry__reactor *reactor, struct counted *counted) {
    while (!counted->ends) {
        tarry__reactor_wait(reactor, -1);
    }
    CHECK_EQUAL(counted->ends, 1);
    return counted->operation.result;
}

struct fixture {
    struct tarry__descriptors descriptors;
    struct tarry__reactor reactor;
};

static inline enum tarry__reactor_kind wanted_kind(void) {
    enum tarry__reactor_kind kind;
    CHECK_EQUAL(tarry__reactor_kind_parse(getenv("TARRY_REACTOR"), &kind), 0);
    return kind;
}

static inline void fixture_init(struct fixture *fixture) {
    CHECK_EQUAL(tarry__descriptors_init(&fixture->descriptors), 0);
    CHECK_EQUAL(tarry__reactor_init(&fixture->reactor, wanted_kind(), &fixture->descriptors), 0);
}

static inline void fixture_destroy(struct fixture *fixture) {
    CHECK_EQUAL(fixture->reactor.in_flight, 0);
    tarry__reactor_destroy(&fixture->reactor);
    tarry__descriptors_destroy(&fixture->descriptors);
}

// A listener on the loopback, and where it is.
static inline int listen_on_loopback(int flags, struct sockaddr_in *out_address) {
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | flags, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    CHECK_EQUAL(bind(listener, (struct sockaddr *)&address, length), 0);
    CHECK_EQUAL(listen(listener, 1024), 0);
    CHECK_EQUAL(getsockname(listener, (struct sockaddr *)&address, &length), 0);
    *out_address = address;
    return listener;
}

#endif
