// A server and its clients in one program: connections that talk, are dropped, are reset and are
// cancelled, all at once.
// timeout: 60
#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <tarry.h>

static atomic_int served, echoed, unexpected;

static async ssize_t serve(int connection) {
    defer tarry_close(connection);
    char buffer[256], *line;
    struct tarry_reader in = tarry_reader(connection, buffer, sizeof buffer);
    atomic_fetch_add(&served, 1);
    for (;;) {
        ssize_t size = await tarry_read_until(&in, '\n', &line);
        if (size <= 0) {
            return size;
        }
        if ((size = await tarry_write_all(connection, line, (size_t)size)) < 0) {
            return size;
        }
    }
}

static async int accept_all(int listener) {
    parallel (clients) {
        for (;;) {
            int connection = await tarry_accept(listener);
            if (connection < 0) {
                return connection;
            }
            spawn (clients) serve(connection);
        }
    }
}

static async int talk(int port, unsigned seed) {
    int connection = await tarry_tcp_connect("127.0.0.1", (uint16_t)port);
    if (connection < 0) {
        return connection;
    }
    defer tarry_close(connection);
    char out[300], in[300];
    for (unsigned turn = 0; turn < 5; turn++) {
        size_t size = 1 + (seed * 37 + turn * 101) % 290;
        memset(out, 'a' + (int)(seed % 26), size);
        out[size - 1] = '\n';
        ssize_t done = await tarry_write_all(connection, out, size);
        for (size_t got = 0; done > 0 && got < size; got += (size_t)done) {
            done = await tarry_read(connection, in + got, size - got);
        }
        if (done <= 0) {
            return (int)done;
        }
        if (memcmp(in, out, size) != 0) {
            atomic_fetch_add(&unexpected, 1);
        }
        atomic_fetch_add(&echoed, 1);
        if (seed % 5 == 1 && turn == 2) {
            return 0; // leaves without a word
        }
        if (seed % 5 == 2 && turn == 3) {
            struct linger now = {1, 0};
            setsockopt(connection, SOL_SOCKET, SO_LINGER, &now, sizeof now);
            (void)await tarry_write(connection, "half a line", 11);
            return 0; // resets the connection
        }
    }
    return 0;
}

async int main(void) {
    int listener = await tarry_tcp_listen("127.0.0.1", 0, 0), accepted = 0;
    if (listener < 0) {
        printf("cannot listen: %s\n", strerror(-listener));
        return 1;
    }
    int port = tarry_tcp_local_port(listener);
    parallel (server) {
        spawn (server) accepted = accept_all(listener);
        for (unsigned round = 0; round < 3; round++) {
            int results[100];
            parallel (s) {
                for (unsigned i = 0; i < 100; i++) {
                    spawn (s) results[i] = talk(port, i);
                }
                if (round == 1) {
                    await tarry_sleep(TARRY_MS(3));
                    tarry_cancel(&s);
                }
            }
            for (int i = 0; i < 100; i++) {
                if (results[i] != 0 && !(round == 1 && results[i] == -ECANCELED)) {
                    printf("round %u: client %d gave %d\n", round, i, results[i]);
                }
            }
        }
        tarry_cancel(&server);
    }
    tarry_close(listener);
    printf("%d %d %d\n", accepted == -ECANCELED, atomic_load(&unexpected),
           atomic_load(&served) >= 200 && atomic_load(&echoed) >= 2 * (100 * 5 - 20 * 2 - 20));
    return 0;
}

// expect: 1 0 1
