// What proxy.c and the program that measures it, proxy_load.c, have in common: servers that answer a
// line with a line, and who asks them.
#ifndef PROXY_H
#define PROXY_H

#include <stdio.h>
#include <string.h>
#include <tarry.h>

enum { LINE = 200 };

// Writes the answer to a request, both a line with its '\n', and returns its size; or -errno.
typedef async ssize_t handler(void *self, const char *line, ssize_t size, char answer[LINE]);

static inline async ssize_t serve_client(int client, handler *handle, void *self) {
    defer tarry_close(client);
    char buffer[LINE], answer[LINE], *line;
    struct tarry_reader in = tarry_reader(client, buffer, sizeof buffer);
    for (;;) {
        ssize_t size = await tarry_read_until(&in, '\n', &line);
        if (size > 0) {
            size = await handle(self, line, size, answer);
        }
        if (size > 0) {
            size = await tarry_write_all(client, answer, (size_t)size);
        }
        if (size <= 0) {
            return size;
        }
    }
}

static inline async void serve(int listener, handler *handle, void *self) {
    defer tarry_close(listener);
    parallel (clients) {
        int client;
        while ((client = await tarry_accept(listener)) >= 0) {
            spawn (clients) serve_client(client, handle, self);
        }
    } // cancelled, as everything here in the end
}

static inline async ssize_t ask(int port, const char *line, ssize_t size, char answer[LINE]) {
    int connection = await tarry_tcp_connect("127.0.0.1", (uint16_t)port);
    if (connection < 0) {
        return connection;
    }
    defer tarry_close(connection);
    ssize_t written = await tarry_write_all(connection, line, (size_t)size);
    char *there;
    struct tarry_reader in = tarry_reader(connection, answer, LINE);
    return written < 0 ? written : await tarry_read_until(&in, '\n', &there); // the buffer's start
}

#endif
