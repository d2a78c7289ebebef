// 1,000 connections of 20 messages each, echoed by one task a connection on all workers, the clients being tasks as well.
// Every byte comes back. Some clients write one byte at a time.
#include "support.h"

enum { CLIENTS = 1000, MESSAGES = 20, MESSAGE = 100 };

struct serve__future {
    int result;
    unsigned short state;
    int fd;
    char buffer[256];
    struct tarry_read__future tarry_read;
    struct tarry_write_all__future tarry_write_all;
};

ASYNC(serve) {
    BEGIN;
    for (;;) {
        AWAIT(tarry_read, .fd = self->fd, .buffer = self->buffer, .size = sizeof self->buffer);
        if (self->tarry_read.result <= 0) {
            CHECK_EQUAL(tarry_close(self->fd), 0);
            RETURN((int)self->tarry_read.result);
        }
        AWAIT(tarry_write_all, .fd = self->fd, .buffer = self->buffer,
              .size = (size_t)self->tarry_read.result);
        CHECK_EQUAL(self->tarry_write_all.result, self->tarry_read.result);
    }
    END;
}

struct serve_all__future {
    int result;
    unsigned short state;
    int listener;
    int count;
    struct tarry_scope scope;
    struct tarry_accept__future tarry_accept;
};

ASYNC(serve_all) {
    BEGIN;
    tarry__scope_open(cx, &self->scope, TARRY_PARALLEL, &(struct tarry_scope_options){0});
    for (self->count = 0; self->count < CLIENTS; self->count++) {
        AWAIT(tarry_accept, .listener = self->listener);
        CHECK(self->tarry_accept.result >= 0);
        SPAWN(scope, NULL, serve, .fd = self->tarry_accept.result);
    }
    JOIN(scope);
    END;
}

struct client__future {
    int result;
    unsigned short state;
    uint16_t port;
    unsigned number;
    int fd;
    unsigned message, received, sent;
    char out[MESSAGE], in[MESSAGE];
    struct tarry_tcp_connect__future tarry_tcp_connect;
    struct tarry_read__future tarry_read;
    struct tarry_write__future tarry_write;
};

ASYNC(client) {
    BEGIN;
    AWAIT(tarry_tcp_connect, .host = "127.0.0.1", .port = self->port);
    self->fd = self->tarry_tcp_connect.result;
    CHECK(self->fd >= 0);
    for (self->message = 0; self->message < MESSAGES; self->message++) {
        for (unsigned i = 0; i < MESSAGE; i++) {
            self->out[i] = (char)(self->number + self->message + i);
        }
        for (self->sent = 0; self->sent < MESSAGE;) {
            AWAIT(tarry_write, .fd = self->fd, .buffer = self->out + self->sent,
                  .size = self->number % 50 == 0 ? 1 : MESSAGE - self->sent);
            CHECK(self->tarry_write.result > 0);
            self->sent += (unsigned)self->tarry_write.result;
        }
        for (self->received = 0; self->received < MESSAGE;) {
            AWAIT(tarry_read, .fd = self->fd, .buffer = self->in + self->received,
                  .size = MESSAGE - self->received);
            CHECK(self->tarry_read.result > 0);
            self->received += (unsigned)self->tarry_read.result;
        }
        CHECK(!memcmp(self->in, self->out, MESSAGE));
    }
    CHECK_EQUAL(tarry_close(self->fd), 0);
    END;
}

struct all__future {
    int result;
    unsigned short state;
    int listener;
    int results[CLIENTS];
    struct tarry_scope scope;
    struct tarry_tcp_listen__future tarry_tcp_listen;
};

ASYNC(all) {
    BEGIN;
    AWAIT(tarry_tcp_listen, .host = "127.0.0.1", .port = 0, .backlog = 0);
    self->listener = self->tarry_tcp_listen.result;
    CHECK(self->listener >= 0);
    tarry__scope_open(cx, &self->scope, TARRY_PARALLEL, &(struct tarry_scope_options){0});
    SPAWN(scope, NULL, serve_all, .listener = self->listener);
    for (unsigned i = 0; i < CLIENTS; i++) {
        self->results[i] = -1;
        SPAWN(scope, &self->results[i], client,
              .port = (uint16_t)tarry_tcp_local_port(self->listener), .number = i);
    }
    JOIN(scope);
    for (unsigned i = 0; i < CLIENTS; i++) {
        CHECK_EQUAL(self->results[i], 0);
    }
    CHECK_EQUAL(tarry_close(self->listener), 0);
    END;
}

int main(void) {
    RUN(all, 0);
    return 0;
}
