// A line echo server: whatever line a client sends comes back. Each client is a task, which costs
// some kilobytes (most of it the buffer), so that ten thousand of them at once are nothing special.
// line_echo_threads.c is the same with threads.
//
//     tarrycc line_echo.c -o line_echo
//     ./line_echo [port]          then, elsewhere: nc 127.0.0.1 50000
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tarry.h>

static async ssize_t echo_lines(int connection) {
    char buffer[4096], *line;
    struct tarry_reader in = tarry_reader(connection, buffer, sizeof buffer);
    for (;;) {
        // A line longer than the buffer comes in pieces, and a last one may lack its newline: all
        // of it goes back.
        ssize_t size = await tarry_read_until(&in, '\n', &line);
        if (size <= 0) {
            return size; // 0: the client has sent all it had to send; else what went wrong
        }
        ssize_t written = await tarry_write_all(connection, line, (size_t)size);
        if (written < 0) {
            return written;
        }
    }
}

static async void serve(int connection) {
    defer tarry_close(connection);
    fprintf(stderr, "Accepted connection\n");
    ssize_t error = await echo_lines(connection);
    fprintf(stderr, "Connection ended%s%s\n", error < 0 ? ": " : "",
            error < 0 ? strerror((int)-error) : "");
}

async int main(int argc, char **argv) {
    char *end = "";
    long port = argc > 1 ? strtol(argv[1], &end, 10) : 50000;
    if (argc > 2 || *end != '\0' || port < 0 || port > 65535) {
        fprintf(stderr, "Usage: %s [port]\n", argv[0]);
        return 2;
    }
    int listener = await tarry_tcp_listen("127.0.0.1", (uint16_t)port, 4096);
    if (listener < 0) {
        fprintf(stderr, "Cannot listen on port %ld: %s\n", port, strerror(-listener));
        return 1;
    }
    defer tarry_close(listener);
    fprintf(stderr, "Listening on port %d\n", tarry_tcp_local_port(listener));

    parallel (clients) {
        for (;;) {
            int connection = await tarry_accept(listener);
            if (connection == -EMFILE || connection == -ENFILE || connection == -ENOMEM) {
                fprintf(stderr, "The next client has to wait: %s\n", strerror(-connection));
                continue; // that does not spin: tarry_accept pauses before it reports these
            }
            if (connection < 0) {
                fprintf(stderr, "Cannot accept: %s\n", strerror(-connection));
                return 1; // cancels the clients' waits, and returns when all of them have ended
            }
            spawn (clients) serve(connection);
            if (tarry_scope_take_error(&clients) == -ENOMEM) { // nothing was started
                tarry_close(connection);
            }
        }
    }
}
