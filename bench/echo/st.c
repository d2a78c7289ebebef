// See tarry.c.
#include <st.h>

#include "../measure.h"
#include "listen.h"

enum { BUFFER = 4096 };

static void *serve(void *argument) {
    st_netfd_t connection = argument;
    char buffer[BUFFER];
    size_t size = 0;
    for (;;) {
        ssize_t got = st_read(connection, buffer + size, BUFFER - size, ST_UTIME_NO_TIMEOUT);
        if (got <= 0) {
            break;
        }
        size += (size_t)got;
        char *line = buffer, *end;
        while ((end = memchr(line, '\n', (size_t)(buffer + size - line)))) {
            st_write(connection, line, (size_t)(end + 1 - line), ST_UTIME_NO_TIMEOUT);
            line = end + 1;
        }
        size -= (size_t)(line - buffer);
        memmove(buffer, line, size);
        if (size == BUFFER) {
            break;
        }
    }
    st_netfd_close(connection);
    return NULL;
}

int main(void) {
    st_set_eventsys(ST_EVENTSYS_ALT);
    if (st_init() < 0) {
        return 1;
    }
    st_netfd_t listener = st_netfd_open_socket(listen_and_tell(0));
    for (;;) {
        st_netfd_t connection = st_accept(listener, NULL, NULL, ST_UTIME_NO_TIMEOUT);
        if (connection) {
            no_delay(st_netfd_fileno(connection));
            st_thread_create(serve, connection, 0, 16 * 1024);
        }
    }
}
