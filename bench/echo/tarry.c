// A line echo server, as examples/line_echo.c, without its messages. The others in this folder do the
// same. Each tells the port it has chosen, in a line "port N".
#include <stdio.h>
#include <tarry.h>

static async void serve(int connection) {
    defer tarry_close(connection);
    struct tarry_reader in = tarry_reader_pooled(connection);
    defer tarry_reader_destroy(&in);
    char *line;
    ssize_t size;
    do {
        size = await tarry_read_until(&in, '\n', &line);
    } while (size > 0 && await tarry_write_all(connection, line, (size_t)size) > 0);
}

async int main(void) {
    int listener = await tarry_tcp_listen("127.0.0.1", 0, 4096);
    if (listener < 0) {
        return 1;
    }
    printf("port %d\n", tarry_tcp_local_port(listener));
    fflush(stdout);
    parallel (clients) {
        for (;;) {
            int connection = await tarry_accept(listener);
            if (connection >= 0) {
                spawn (clients) serve(connection);
            }
        }
    }
}
