// Listening and connecting by host and port: names, numeric addresses of both kinds, everywhere; what fails says how; nothing
// is left open; cancelled at every stage. (Fault 29.)
#include "../io/support.h"
#include "localhost.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

static int open_descriptors(void) {
    int count = 0;
    for (int fd = 0; fd < 1024; fd++) {
        count += fcntl(fd, F_GETFD) >= 0;
    }
    return count;
}

static bool have_ipv6(void) {
    struct sockaddr_in6 address = {.sin6_family = AF_INET6, .sin6_addr = IN6ADDR_LOOPBACK_INIT};
    int fd = socket(AF_INET6, SOCK_STREAM, 0);
    bool have = fd >= 0 && bind(fd, (struct sockaddr *)&address, sizeof address) == 0;
    close(fd);
    return have;
}

struct pair_up__future {
    int result;
    unsigned short state;
    const char *listen_host, *connect_host;
    int listener, client, server;
    char byte;
    struct tarry_scope scope;
    struct tarry_tcp_listen__future tarry_tcp_listen;
    struct tarry_tcp_connect__future tarry_tcp_connect;
    struct tarry_accept__future tarry_accept;
    struct tarry_read__future tarry_read;
};

ASYNC(pair_up) {
    BEGIN;
    AWAIT(tarry_tcp_listen, .host = self->listen_host, .port = 0, .backlog = 5);
    self->listener = self->tarry_tcp_listen.result;
    CHECK(self->listener >= 0);
    CHECK(tarry_tcp_local_port(self->listener) > 0);
    CHECK_EQUAL(fcntl(self->listener, F_GETFD), FD_CLOEXEC);
    CHECK(fcntl(self->listener, F_GETFL) & O_NONBLOCK);
    tarry__scope_open(cx, &self->scope, TARRY_PARALLEL, &(struct tarry_scope_options){0});
    SPAWN(scope, &self->server, tarry_accept, .listener = self->listener);
    AWAIT(tarry_tcp_connect, .host = self->connect_host,
          .port = (uint16_t)tarry_tcp_local_port(self->listener));
    self->client = self->tarry_tcp_connect.result;
    CHECK(self->client >= 0);
    JOIN(scope);
    CHECK(self->server >= 0);
    CHECK_EQUAL(fcntl(self->client, F_GETFD), FD_CLOEXEC);
    int no_delay = 0;
    socklen_t length = sizeof no_delay;
    CHECK_EQUAL(getsockopt(self->client, IPPROTO_TCP, TCP_NODELAY, &no_delay, &length), 0);
    CHECK(no_delay);
    CHECK_EQUAL(send(self->client, "c", 1, 0), 1);
    AWAIT(tarry_read, .fd = self->server, .buffer = &self->byte, .size = 1);
    CHECK_EQUAL(self->byte, 'c');
    tarry_close(self->client);
    tarry_close(self->server);
    tarry_close(self->listener);
    END;
}

struct failures__future {
    int result;
    unsigned short state;
    int listener, port, before;
    char long_name[2000];
    struct tarry_tcp_listen__future tarry_tcp_listen;
    struct tarry_tcp_connect__future tarry_tcp_connect;
};

#define LISTEN_FAILS(error, ...)                                                                   \
    do {                                                                                           \
        AWAIT(tarry_tcp_listen, __VA_ARGS__);                                                      \
        CHECK_EQUAL(self->tarry_tcp_listen.result, error);                                         \
        CHECK_EQUAL(open_descriptors(), self->before);                                             \
    } while (0)
#define CONNECT_FAILS(error, ...)                                                                  \
    do {                                                                                           \
        AWAIT(tarry_tcp_connect, __VA_ARGS__);                                                     \
        CHECK_EQUAL(self->tarry_tcp_connect.result, error);                                        \
        CHECK_EQUAL(open_descriptors(), self->before);                                             \
    } while (0)

ASYNC(failures) {
    BEGIN;
    AWAIT(tarry_tcp_listen, .host = "127.0.0.1", .port = 0);
    self->listener = self->tarry_tcp_listen.result;
    self->port = tarry_tcp_local_port(self->listener);
    self->before = open_descriptors();
    memset(self->long_name, 'x', sizeof self->long_name);
    self->long_name[sizeof self->long_name - 1] = 0;
    LISTEN_FAILS(-EADDRINUSE, .host = "127.0.0.1", .port = (uint16_t)self->port);
    LISTEN_FAILS(-EADDRNOTAVAIL, .host = "192.0.2.1", .port = 0);
    LISTEN_FAILS(-ENAMETOOLONG, .host = self->long_name);
    CONNECT_FAILS(-ENAMETOOLONG, .host = self->long_name);
    tarry_close(self->listener);
    self->before = open_descriptors();
    CONNECT_FAILS(-ECONNREFUSED, .host = "127.0.0.1", .port = (uint16_t)self->port);
    CONNECT_FAILS(-ECONNREFUSED, .host = localhost(), .port = (uint16_t)self->port);
    AWAIT(tarry_tcp_connect, .host = "no such name.invalid", .port = 1);
    CHECK(self->tarry_tcp_connect.result == -ENOENT || self->tarry_tcp_connect.result == -EAGAIN ||
          self->tarry_tcp_connect.result == -EIO);
    CHECK_EQUAL(tarry_tcp_local_port(-1), -EBADF);
    CHECK_EQUAL(tarry_tcp_local_port(0) < 0, 1);
    END;
}

// Cancelled while looking up names, in the queue of the pool and in the call, and while connecting.
struct cancelled__future {
    int result;
    unsigned short state;
    int round, listener, port;
    int results[20];
    struct tarry_scope scope;
    struct tarry_tcp_listen__future tarry_tcp_listen;
    struct tarry_yield__future tarry_yield;
};

ASYNC(cancelled) {
    BEGIN;
    AWAIT(tarry_tcp_listen, .host = "127.0.0.1", .port = 0, .backlog = 1);
    self->listener = self->tarry_tcp_listen.result;
    self->port = tarry_tcp_local_port(self->listener);
    for (self->round = 0; self->round < 20; self->round++) {
        tarry__scope_open(cx, &self->scope, TARRY_PARALLEL, &(struct tarry_scope_options){0});
        for (int i = 0; i < 20; i++) {
            SPAWN(scope, &self->results[i], tarry_tcp_connect,
                  .host = i % 2 ? localhost() : "127.0.0.1", .port = (uint16_t)self->port);
        }
        AWAIT(tarry_yield, 0);
        if (self->round & 1) {
            AWAIT(tarry_yield, 0);
        }
        tarry_cancel(&self->scope);
        JOIN(scope);
        for (int i = 0; i < 20; i++) {
            CHECK(self->results[i] >= 0 || self->results[i] == -ECANCELED);
            if (self->results[i] >= 0) {
                tarry_close(self->results[i]);
            }
        }
    }
    tarry_close(self->listener);
    END;
}

int main(void) {
    int before = open_descriptors();
    RUN(pair_up, .listen_host = "127.0.0.1", .connect_host = "127.0.0.1");
    RUN(pair_up, .listen_host = localhost(), .connect_host = localhost());
    RUN(pair_up, .listen_host = NULL, .connect_host = localhost());
    RUN(pair_up, .listen_host = NULL, .connect_host = "127.0.0.1");
    RUN(pair_up, .listen_host = "0.0.0.0", .connect_host = localhost());
    if (have_ipv6()) {
        RUN(pair_up, .listen_host = "::1", .connect_host = "::1");
        RUN(pair_up, .listen_host = NULL, .connect_host = "::1");
        RUN(pair_up, .listen_host = "::", .connect_host = "127.0.0.1");
    }
    RUN(failures, 0);
    RUN(cancelled, 0);
    CHECK_EQUAL(open_descriptors(), before);
    return 0;
}
