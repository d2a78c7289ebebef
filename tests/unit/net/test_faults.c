// Faults 1, 2, 18, 19 and 26. No descriptors left: accept says so, without spinning, and the clients are served once there are
// some again. A peer that resets the connection: reader and writer are both woken. Half-closed connections. 2,000 clients
// that come at once.
#include "../io/support.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>

// ---- EMFILE ----

enum { CLIENTS = 20 };

struct no_descriptors__future {
    int result;
    unsigned short state;
    int listener, clients[CLIENTS], served, refused;
    struct rlimit before;
    struct tarry_tcp_listen__future tarry_tcp_listen;
    struct tarry_tcp_connect__future tarry_tcp_connect;
    struct tarry_accept__future tarry_accept;
};

static int lowest_free(void) {
    int fd = dup(0);
    close(fd);
    return fd;
}

ASYNC(no_descriptors) {
    BEGIN;
    AWAIT(tarry_tcp_listen, .host = "127.0.0.1");
    self->listener = self->tarry_tcp_listen.result;
    for (int i = 0; i < CLIENTS; i++) {
        struct sockaddr_in address = {.sin_family = AF_INET,
                                      .sin_port =
                                          htons((uint16_t)tarry_tcp_local_port(self->listener)),
                                      .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
        self->clients[i] = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
        int error = connect(self->clients[i], (struct sockaddr *)&address, sizeof address);
        CHECK(error == 0 || errno == EINPROGRESS);
    }
    CHECK_EQUAL(getrlimit(RLIMIT_NOFILE, &self->before), 0);
    struct rlimit low = {(rlim_t)lowest_free() + 2, self->before.rlim_max};
    CHECK_EQUAL(setrlimit(RLIMIT_NOFILE, &low), 0);
    self->served = self->refused = 0;
    while (self->served < CLIENTS) {
        AWAIT(tarry_accept, .listener = self->listener);
        if (self->tarry_accept.result >= 0) {
            self->served++;
            continue;
        }
        CHECK_EQUAL(self->tarry_accept.result, -EMFILE);
        if (self->refused == 0) {
            AWAIT(tarry_tcp_connect, .host = "127.0.0.1", .port = 1);
            CHECK_EQUAL(self->tarry_tcp_connect.result, -EMFILE);
        }
        if (++self->refused == 3) {
            CHECK_EQUAL(setrlimit(RLIMIT_NOFILE, &self->before), 0);
        }
    }
    CHECK_EQUAL(self->refused, 3);
    for (int i = 0; i < CLIENTS; i++) {
        tarry_close(self->clients[i]);
    }
    tarry_close(self->listener);
    END;
}

// ---- RST ----

struct reset__future {
    int result;
    unsigned short state;
    int listener, client, server;
    char *block, byte;
    ssize_t read_result, write_result;
    struct tarry_scope scope;
    struct tarry_tcp_listen__future tarry_tcp_listen;
    struct tarry_tcp_connect__future tarry_tcp_connect;
    struct tarry_accept__future tarry_accept;
    struct tarry_yield__future tarry_yield;
    struct tarry_read__future tarry_read;
    struct tarry_write__future tarry_write;
};

ASYNC(reset) {
    BEGIN;
    self->block = calloc(1, 8 << 20);
    AWAIT(tarry_tcp_listen, .host = "127.0.0.1");
    self->listener = self->tarry_tcp_listen.result;
    AWAIT(tarry_tcp_connect, .host = "127.0.0.1",
          .port = (uint16_t)tarry_tcp_local_port(self->listener));
    self->client = self->tarry_tcp_connect.result;
    AWAIT(tarry_accept, .listener = self->listener);
    self->server = self->tarry_accept.result;
    tarry__scope_open(cx, &self->scope, TARRY_PARALLEL, &(struct tarry_scope_options){0});
    SPAWN(scope, &self->read_result, tarry_read, .fd = self->server, .buffer = &self->byte,
          .size = 1);
    SPAWN(scope, &self->write_result, tarry_write_all, .fd = self->server, .buffer = self->block,
          .size = 8 << 20);
    AWAIT(tarry_yield, 0);
    AWAIT(tarry_yield, 0);
    struct linger linger = {1, 0};
    CHECK_EQUAL(setsockopt(self->client, SOL_SOCKET, SO_LINGER, &linger, sizeof linger), 0);
    tarry_close(self->client);
    JOIN(scope);
    CHECK(self->read_result == -ECONNRESET || self->read_result == 0);
    CHECK(self->write_result == -ECONNRESET || self->write_result == -EPIPE);
    AWAIT(tarry_read, .fd = self->server, .buffer = &self->byte, .size = 1);
    CHECK_EQUAL(self->tarry_read.result, 0);
    AWAIT(tarry_write, .fd = self->server, .buffer = self->block, .size = 1);
    CHECK_EQUAL(self->tarry_write.result, -EPIPE);
    tarry_close(self->server);
    tarry_close(self->listener);
    free(self->block);
    END;
}

// ---- half-closed: the client sends everything and shuts down writing; the server reads to the end, then answers ----

struct half_closed__future {
    int result;
    unsigned short state;
    int listener, client, server;
    size_t received;
    char buffer[100];
    struct tarry_tcp_listen__future tarry_tcp_listen;
    struct tarry_tcp_connect__future tarry_tcp_connect;
    struct tarry_accept__future tarry_accept;
    struct tarry_read__future tarry_read;
    struct tarry_write_all__future tarry_write_all;
};

ASYNC(half_closed) {
    BEGIN;
    AWAIT(tarry_tcp_listen, .host = "127.0.0.1");
    self->listener = self->tarry_tcp_listen.result;
    AWAIT(tarry_tcp_connect, .host = "127.0.0.1",
          .port = (uint16_t)tarry_tcp_local_port(self->listener));
    self->client = self->tarry_tcp_connect.result;
    AWAIT(tarry_accept, .listener = self->listener);
    self->server = self->tarry_accept.result;
    AWAIT(tarry_write_all, .fd = self->client, .buffer = "question", .size = 8);
    CHECK_EQUAL(self->tarry_write_all.result, 8);
    CHECK_EQUAL(shutdown(self->client, SHUT_WR), 0);
    for (self->received = 0;;) {
        AWAIT(tarry_read, .fd = self->server, .buffer = self->buffer, .size = 3);
        CHECK(self->tarry_read.result >= 0);
        if (self->tarry_read.result == 0) {
            break;
        }
        self->received += (size_t)self->tarry_read.result;
    }
    CHECK_EQUAL(self->received, 8);
    AWAIT(tarry_write_all, .fd = self->server, .buffer = "answer", .size = 6);
    CHECK_EQUAL(self->tarry_write_all.result, 6);
    tarry_close(self->server);
    AWAIT(tarry_read, .fd = self->client, .buffer = self->buffer, .size = sizeof self->buffer);
    CHECK_EQUAL(self->tarry_read.result, 6);
    AWAIT(tarry_read, .fd = self->client, .buffer = self->buffer, .size = sizeof self->buffer);
    CHECK_EQUAL(self->tarry_read.result, 0);
    tarry_close(self->client);
    tarry_close(self->listener);
    END;
}

// ---- many at once, several tasks accepting from one listener in blocking mode ----

enum { MANY = 2000, ACCEPTORS = 4 };

struct accept_some__future {
    int result;
    unsigned short state;
    int listener;
    int *left;
    struct tarry_accept__future tarry_accept;
};

ASYNC(accept_some) {
    BEGIN;
    while (__atomic_fetch_sub(self->left, 1, __ATOMIC_RELAXED) > 0) {
        AWAIT(tarry_accept, .listener = self->listener);
        CHECK(self->tarry_accept.result >= 0);
        tarry_close(self->tarry_accept.result);
    }
    END;
}

struct come_and_go__future {
    int result;
    unsigned short state;
    uint16_t port;
    int fd;
    char byte;
    struct tarry_tcp_connect__future tarry_tcp_connect;
    struct tarry_read__future tarry_read;
};

ASYNC(come_and_go) {
    BEGIN;
    AWAIT(tarry_tcp_connect, .host = "127.0.0.1", .port = self->port);
    self->fd = self->tarry_tcp_connect.result;
    CHECK(self->fd >= 0);
    AWAIT(tarry_read, .fd = self->fd, .buffer = &self->byte, .size = 1);
    CHECK_EQUAL(self->tarry_read.result, 0);
    tarry_close(self->fd);
    END;
}

struct many__future {
    int result;
    unsigned short state;
    int listener, left;
    struct tarry_scope scope;
    struct tarry_tcp_listen__future tarry_tcp_listen;
};

ASYNC(many) {
    BEGIN;
    AWAIT(tarry_tcp_listen, .host = "127.0.0.1");
    self->listener = self->tarry_tcp_listen.result;
    CHECK_EQUAL(fcntl(self->listener, F_SETFL, 0), 0);
    self->left = MANY;
    tarry__scope_open(cx, &self->scope, TARRY_PARALLEL, &(struct tarry_scope_options){0});
    for (int i = 0; i < ACCEPTORS; i++) {
        SPAWN(scope, NULL, accept_some, .listener = self->listener, .left = &self->left);
    }
    for (int i = 0; i < MANY; i++) {
        SPAWN(scope, NULL, come_and_go, .port = (uint16_t)tarry_tcp_local_port(self->listener));
    }
    JOIN(scope);
    tarry_close(self->listener);
    END;
}

int main(void) {
    struct rlimit limit;
    getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max < 8192 ? limit.rlim_max : 8192;
    setrlimit(RLIMIT_NOFILE, &limit);
    RUN(no_descriptors, 0);
    RUN(reset, 0);
    RUN(half_closed, 0);
    RUN(many, 0);
    return 0;
}
