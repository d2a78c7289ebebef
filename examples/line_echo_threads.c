// A line echo server with a thread for each client: what line_echo.c does, the way it was always
// done. It serves a few hundred clients well. Each costs a stack and a switch of threads for each
// line.
//
//     cc line_echo_threads.c -o line_echo_threads -pthread
//     ./line_echo_threads [port]          then, elsewhere: nc 127.0.0.1 50000
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int send_all(int connection, const char *data, ssize_t size) {
    while (size > 0) {
        ssize_t sent = send(connection, data, (size_t)size, MSG_NOSIGNAL);
        if (sent < 0 && errno != EINTR) {
            return -1;
        }
        data += sent > 0 ? sent : 0;
        size -= sent > 0 ? sent : 0;
    }
    return 0;
}

static void *serve(void *argument) {
    int connection = (int)(intptr_t)argument;
    fprintf(stderr, "Accepted connection\n");
    FILE *in = fdopen(connection, "r");
    if (in == NULL) {
        close(connection);
        return NULL;
    }
    char *line = NULL;
    size_t capacity = 0;
    ssize_t size;
    while ((size = getline(&line, &capacity, in)) > 0 && send_all(connection, line, size) == 0) {
    }
    free(line);
    fclose(in);
    fprintf(stderr, "Connection ended\n");
    return NULL;
}

static int listen_on(long *port) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)*port)};
    socklen_t length = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), yes = 1;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (listener < 0 || setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) < 0 ||
        bind(listener, (struct sockaddr *)&address, length) < 0 || listen(listener, 4096) < 0 ||
        getsockname(listener, (struct sockaddr *)&address, &length) < 0) {
        return -1;
    }
    *port = ntohs(address.sin_port);
    return listener;
}

int main(int argc, char **argv) {
    char *end = "";
    long port = argc > 1 ? strtol(argv[1], &end, 10) : 50000;
    if (argc > 2 || *end != '\0' || port < 0 || port > 65535) {
        fprintf(stderr, "Usage: %s [port]\n", argv[0]);
        return 2;
    }
    int listener = listen_on(&port);
    if (listener < 0) {
        fprintf(stderr, "Cannot listen on port %ld: %s\n", port, strerror(errno));
        return 1;
    }
    fprintf(stderr, "Listening on port %ld\n", port);
    for (;;) {
        int connection = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
        if (connection < 0 && errno == EMFILE) {
            usleep(10000); // until a client has left
            continue;
        }
        if (connection < 0 && errno != EINTR && errno != ECONNABORTED) {
            fprintf(stderr, "Cannot accept: %s\n", strerror(errno));
            return 1;
        }
        pthread_t thread;
        int error =
            connection < 0 ? 0 : pthread_create(&thread, NULL, serve, (void *)(intptr_t)connection);
        if (error != 0) {
            fprintf(stderr, "Client turned away, no thread for it: %s\n", strerror(error));
            close(connection);
        } else if (connection >= 0) {
            pthread_detach(thread);
        }
    }
}
