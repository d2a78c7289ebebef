// libuv: a read starts into a buffer of the connection, a whole line is tried to be written at once.
#include <uv.h>

#include "../measure.h"

enum { BUFFER = 4096 };

struct connection {
    uv_tcp_t tcp;
    unsigned size;
    char buffer[BUFFER];
};

struct writing {
    uv_write_t request;
    char data[];
};

static void give_room(uv_handle_t *handle, size_t suggested, uv_buf_t *out) {
    struct connection *connection = (struct connection *)handle;
    (void)suggested;
    *out = uv_buf_init(connection->buffer + connection->size, BUFFER - connection->size);
}

static void closed(uv_handle_t *handle) {
    free(handle);
}

static void written(uv_write_t *request, int status) {
    (void)status;
    free(request);
}

static void write_line(struct connection *connection, size_t size) {
    uv_buf_t data = uv_buf_init(connection->buffer, (unsigned)size);
    int done = uv_try_write((uv_stream_t *)connection, &data, 1);
    if (done == (int)size) {
        return;
    }
    size_t first = done > 0 ? (size_t)done : 0;
    struct writing *writing = malloc(sizeof *writing + size);
    memcpy(writing->data, connection->buffer + first, size - first);
    data = uv_buf_init(writing->data, (unsigned)(size - first));
    uv_write(&writing->request, (uv_stream_t *)connection, &data, 1, written);
}

static void received(uv_stream_t *stream, ssize_t size, const uv_buf_t *buffer) {
    struct connection *connection = (struct connection *)stream;
    (void)buffer;
    if (size < 0) {
        uv_close((uv_handle_t *)stream, closed);
        return;
    }
    connection->size += (unsigned)size;
    char *last = memchr(connection->buffer, '\n', connection->size);
    while (last || connection->size == BUFFER) {
        size_t whole = last ? (size_t)(last + 1 - connection->buffer) : BUFFER;
        write_line(connection, whole);
        connection->size -= (unsigned)whole;
        memmove(connection->buffer, connection->buffer + whole, connection->size);
        last = memchr(connection->buffer, '\n', connection->size);
    }
}

static void accepted(uv_stream_t *listener, int status) {
    struct connection *connection = malloc(sizeof *connection);
    (void)status;
    connection->size = 0;
    uv_tcp_init(listener->loop, &connection->tcp);
    if (uv_accept(listener, (uv_stream_t *)connection) < 0) {
        uv_close((uv_handle_t *)connection, closed);
        return;
    }
    uv_tcp_nodelay(&connection->tcp, 1);
    uv_read_start((uv_stream_t *)connection, give_room, received);
}

int main(void) {
    uv_tcp_t listener;
    struct sockaddr_in address;
    int size = sizeof address;
    uv_ip4_addr("127.0.0.1", 0, &address);
    uv_tcp_init(uv_default_loop(), &listener);
    uv_tcp_bind(&listener, (struct sockaddr *)&address, 0);
    if (uv_listen((uv_stream_t *)&listener, 4096, accepted) < 0) {
        return 1;
    }
    uv_tcp_getsockname(&listener, (struct sockaddr *)&address, &size);
    printf("port %d\n", ntohs(address.sin_port));
    fflush(stdout);
    return uv_run(uv_default_loop(), UV_RUN_DEFAULT);
}
