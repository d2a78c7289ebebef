// Bare epoll, level-triggered: a thread for each worker, each with its own epoll and the listener in
// it. One buffer a thread; only the begin of a line that is not whole yet is kept for a connection.
#define _GNU_SOURCE
#include <errno.h>
#include <pthread.h>
#include <sys/epoll.h>

#include "../measure.h"
#include "listen.h"

enum { BUFFER = 4096, EVENTS = 256 };

struct connection {
    int fd;
    unsigned kept;
    char *line; // NULL: none was ever kept
};

static int listener;

static void write_all(int fd, const char *data, size_t size) {
    while (size > 0) {
        ssize_t written = send(fd, data, size, MSG_NOSIGNAL);
        if (written < 0 && errno != EAGAIN) {
            return;
        }
        if (written > 0) {
            data += written;
            size -= (size_t)written;
        }
    }
}

static void end(struct connection *connection) {
    close(connection->fd);
    free(connection->line);
    free(connection);
}

static void handle(struct connection *connection, char *buffer) {
    if (connection->kept) {
        memcpy(buffer, connection->line, connection->kept);
    }
    ssize_t size = recv(connection->fd, buffer + connection->kept, BUFFER - connection->kept, 0);
    if (size <= 0) {
        if (size == 0 || errno != EAGAIN) {
            end(connection);
        }
        return;
    }
    size_t all = connection->kept + (size_t)size;
    char *last = memrchr(buffer, '\n', all);
    size_t whole = last ? (size_t)(last + 1 - buffer) : all == BUFFER ? all : 0;
    write_all(connection->fd, buffer, whole);
    connection->kept = (unsigned)(all - whole);
    if (connection->kept) {
        connection->line = connection->line ? connection->line : malloc(BUFFER);
        memcpy(connection->line, buffer + whole, connection->kept);
    }
}

static void *work(void *argument) {
    struct epoll_event events[EVENTS], event = {.events = EPOLLIN | EPOLLEXCLUSIVE};
    char buffer[BUFFER];
    int epoll = epoll_create1(0);
    epoll_ctl(epoll, EPOLL_CTL_ADD, listener, &event);
    for (;;) {
        int ready = epoll_wait(epoll, events, EVENTS, -1);
        for (int i = 0; i < ready; i++) {
            if (events[i].data.ptr) {
                handle(events[i].data.ptr, buffer);
                continue;
            }
            int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK);
            if (fd >= 0) {
                struct connection *connection = calloc(1, sizeof *connection);
                connection->fd = fd;
                no_delay(fd);
                event = (struct epoll_event){.events = EPOLLIN, .data.ptr = connection};
                epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
            }
        }
    }
    return argument;
}

int main(void) {
    listener = listen_and_tell(SOCK_NONBLOCK);
    for (int i = 1; i < measure_workers(); i++) {
        pthread_t thread;
        pthread_create(&thread, NULL, work, NULL);
    }
    work(NULL);
}
