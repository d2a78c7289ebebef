// The same question to two servers, and whoever answers first is believed; neither may take longer
// than a limit. Two servers run here, each in no hurry of its own.
//
//     tarrycc fastest.c -o fastest
//     ./fastest 300 100 1000        the first answers after 300 ms, the second after 100
//     ./fastest 300 400 200         nobody answers in time
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tarry.h>

// ---- a server: takes its time over each question ----

static async void answer(int connection, const char *name, int64_t delay) {
    defer tarry_close(connection);
    char buffer[100], *question;
    struct tarry_reader in = tarry_reader(connection, buffer, sizeof buffer);
    ssize_t size = await tarry_read_until(&in, '\n', &question);
    if (size <= 0 || await tarry_sleep(delay) < 0) {
        return;
    }
    char text[200];
    int length =
        snprintf(text, sizeof text, "%s says: %.*s is 42\n", name, (int)size - 1, question);
    if (await tarry_write_all(connection, text, (size_t)length) < 0) {
        fprintf(stderr, "%s: the client has gone\n", name);
    }
}

// Until it is cancelled, as the program ends.
static async void serve(int listener, const char *name, int64_t delay) {
    concurrent (clients) {
        int connection;
        while ((connection = await tarry_accept(listener)) >= 0) {
            spawn (clients) answer(connection, name, delay);
        }
    }
}

// ---- the client ----

// Asks one server. Closes the connection in any case, also when another one was faster.
static async ssize_t ask(int port, const char *question, char *text, size_t size) {
    int connection = await tarry_tcp_connect("127.0.0.1", (uint16_t)port);
    if (connection < 0) {
        return connection;
    }
    defer tarry_close(connection);
    ssize_t written = await tarry_write_all(connection, question, strlen(question));
    if (written < 0) {
        return written;
    }
    char *line;
    struct tarry_reader in = tarry_reader(connection, text, size);
    return await tarry_read_until(&in, '\n', &line);
}

static async int ask_both(const int ports[2], const char *question, int64_t limit) {
    char one[200], two[200];
    ssize_t n = 0, m = 0;
    within (limit) {
        race {
            when (n = await ask(ports[0], question, one, sizeof one))
                if (n > 0) {
                    printf("%.*s", (int)n, one);
                }
            when (m = await ask(ports[1], question, two, sizeof two))
                if (m > 0) {
                    printf("%.*s", (int)m, two);
                }
        }
        // The loser has ended here: its connection is closed, its buffer nobody's any more.
    }
    else {
        printf("nobody answered in time\n");
    }
    return n > 0 || m > 0 ? 0 : 1;
}

async int main(int argc, char **argv) {
    static const char *const names[2] = {"the first", "the second"};
    int listeners[2], ports[2], result;
    int64_t limit = TARRY_MS(argc > 3 ? atoi(argv[3]) : 1000);
    for (int i = 0; i < 2; i++) {
        listeners[i] = await tarry_tcp_listen("127.0.0.1", 0, 16);
        if (listeners[i] < 0) {
            fprintf(stderr, "cannot listen: %s\n", strerror(-listeners[i]));
            return 2;
        }
        ports[i] = tarry_tcp_local_port(listeners[i]);
    }
    concurrent (servers) {
        for (int i = 0; i < 2; i++) {
            int64_t delay = TARRY_MS(argc > i + 1 ? atoi(argv[i + 1]) : 100 + 200 * i);
            spawn (servers) serve(listeners[i], names[i], delay);
        }
        result = await ask_both(ports, "the answer\n", limit);
        tarry_cancel(&servers);
    }
    tarry_close(listeners[0]);
    tarry_close(listeners[1]);
    return result;
}
