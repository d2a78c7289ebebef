// See tarry.c. A thread for each connection, with the default stack (of which it touches little).
#define _GNU_SOURCE
#include <stdint.h>

#include "../measure.h"
#include "../thread.h"
#include "listen.h"

enum { BUFFER = 4096 };

static int write_all(int fd, const char *data, size_t size) {
    while (size > 0) {
        ssize_t written = send(fd, data, size, MSG_NOSIGNAL);
        if (written < 0) {
            return -1;
        }
        data += written;
        size -= (size_t)written;
    }
    return 0;
}

static void *serve(void *argument) {
    int connection = (int)(intptr_t)argument;
    char buffer[BUFFER];
    size_t size = 0;
    while (size < BUFFER) {
        ssize_t got = recv(connection, buffer + size, BUFFER - size, 0);
        if (got <= 0) {
            break;
        }
        size += (size_t)got;
        char *last = memrchr(buffer, '\n', size);
        size_t whole = last ? (size_t)(last + 1 - buffer) : 0;
        if (write_all(connection, buffer, whole) < 0) {
            break;
        }
        size -= whole;
        memmove(buffer, buffer + whole, size);
    }
    close(connection);
    return NULL;
}

int main(void) {
    int listener = listen_and_tell(0);
    for (;;) {
        int connection = accept(listener, NULL, NULL);
        if (connection >= 0) {
            no_delay(connection);
            pthread_detach(start_thread(serve, (void *)(intptr_t)connection));
        }
    }
}
