// Every kind of operation, on every kind of descriptor, in both modes: what was submitted before the descriptor was ready
// ends when it is, with the system call's own result.
#include "support.h"

#include "base/system.h"

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <sys/eventfd.h>

static struct fixture fixture;
static struct tarry__reactor *const reactor = &fixture.reactor;

static void nothing_yet(struct counted *counted) {
    tarry__reactor_wait(reactor, 0);
    tarry__reactor_wait(reactor, 1000000);
    CHECK_EQUAL(counted->ends, 0);
}

// `to` feeds `from`.
static void read_waits(int from, int to) {
    char buffer[16] = "";
    struct counted read_one;
    prepare(&read_one, TARRY__OP_READ, from, buffer, sizeof buffer);
    CHECK(!tarry__operation_try(&read_one.operation));
    tarry__reactor_submit(reactor, &read_one.operation);
    nothing_yet(&read_one);
    CHECK_EQUAL(write(to, "hello\n", 6), 6);
    CHECK_EQUAL(finish(reactor, &read_one), 6);
    CHECK(!memcmp(buffer, "hello\n", 6));
    submit(reactor, &read_one, TARRY__OP_READ, from, buffer, sizeof buffer); // without a try
    nothing_yet(&read_one);
    CHECK_EQUAL(write(to, "again\n", 6), 6);
    CHECK_EQUAL(finish(reactor, &read_one), 6);
    CHECK_EQUAL(write(to, "ready\n", 6), 6);
    submit(reactor, &read_one, TARRY__OP_READ, from, buffer, sizeof buffer);
    CHECK_EQUAL(finish(reactor, &read_one), 6);
    CHECK(!memcmp(buffer, "ready\n", 6));
}

static void end_of_stream(int from, int to) {
    char buffer[16];
    struct counted read_one;
    submit(reactor, &read_one, TARRY__OP_READ, from, buffer, sizeof buffer);
    close(to);
    CHECK_EQUAL(finish(reactor, &read_one), 0);
    close(from);
}

// Fills `to`, waits to write more, and empties `from`.
static void write_waits(int from, int to) {
    static char block[65536];
    struct counted write_one;
    size_t total = 0;
    prepare(&write_one, TARRY__OP_WRITE, to, block, sizeof block);
    while (tarry__operation_try(&write_one.operation)) {
        CHECK(write_one.operation.result > 0);
        total += (size_t)write_one.operation.result;
        prepare(&write_one, TARRY__OP_WRITE, to, block, sizeof block);
    }
    tarry__reactor_submit(reactor, &write_one.operation);
    nothing_yet(&write_one);
    bool ended = false;
    while (total > 0 || !ended) {
        tarry__reactor_wait(reactor, 0);
        if (!ended && write_one.ends) {
            CHECK(write_one.operation.result > 0);
            total += (size_t)write_one.operation.result;
            ended = true;
        }
        if (total > 0) {
            ssize_t size = read(from, block, total < sizeof block ? total : sizeof block);
            CHECK(size > 0 || errno == EAGAIN);
            total -= size > 0 ? (size_t)size : 0;
        }
    }
}

static void sockets(int flags) {
    int pair[2];
    CHECK_EQUAL(socketpair(AF_UNIX, SOCK_STREAM | flags, 0, pair), 0);
    read_waits(pair[0], pair[1]);
    write_waits(pair[0], pair[1]);
    end_of_stream(pair[0], pair[1]);
}

static void pipes(int flags) {
    int ends[2];
    CHECK_EQUAL(pipe2(ends, flags), 0);
    read_waits(ends[0], ends[1]);
    write_waits(ends[0], ends[1]);
    end_of_stream(ends[0], ends[1]);
}

static void terminals(int flags) {
    int terminal, user;
    CHECK_EQUAL(openpty(&user, &terminal, NULL, NULL, NULL), 0);
    CHECK_EQUAL(fcntl(terminal, F_SETFL, flags), 0);
    read_waits(terminal, user);
    close(user);
    close(terminal);
}

static void eventfds(int flags) {
    int fd = eventfd(0, flags);
    uint64_t value = 0, seven = 7;
    struct counted read_one;
    submit(reactor, &read_one, TARRY__OP_READ, fd, &value, sizeof value);
    nothing_yet(&read_one);
    CHECK_EQUAL(write(fd, &seven, sizeof seven), 8);
    CHECK_EQUAL(finish(reactor, &read_one), 8);
    CHECK_EQUAL(value, 7);
    close(fd);
}

// Files are read at once, by the kernel's threads, or refused for the blocking pool to do.
static void files(void) {
    char path[] = "/tmp/tarry-test-XXXXXX", buffer[16];
    int fd = mkstemp(path);
    unlink(path);
    CHECK_EQUAL(write(fd, "contents", 8), 8);
    lseek(fd, 0, SEEK_SET);
    struct counted one;
    submit(reactor, &one, TARRY__OP_READ, fd, buffer, sizeof buffer);
    int64_t result = finish(reactor, &one);
    CHECK_EQUAL(result, tarry__reactor_kind(reactor) == TARRY__REACTOR_URING ? 8 : -EPERM);
    close(fd);
}

static bool is_peer(int server, int client) {
    struct sockaddr_in peer, own;
    socklen_t length = sizeof own;
    CHECK_EQUAL(getpeername(server, (struct sockaddr *)&peer, &length), 0);
    CHECK_EQUAL(getsockname(client, (struct sockaddr *)&own, &length), 0);
    return peer.sin_port == own.sin_port;
}

static void accepting(int flags) {
    struct sockaddr_in address;
    int listener = listen_on_loopback(flags, &address);
    struct counted accept_one, accept_two, connect_one, connect_two;
    prepare(&accept_one, TARRY__OP_ACCEPT, listener, NULL, 0);
    CHECK(!tarry__operation_try(&accept_one.operation));
    tarry__reactor_submit(reactor, &accept_one.operation);
    submit(reactor, &accept_two, TARRY__OP_ACCEPT, listener, NULL, 0);
    nothing_yet(&accept_one);
    int client_one = socket(AF_INET, SOCK_STREAM | flags, 0);
    int client_two = socket(AF_INET, SOCK_STREAM | flags, 0);
    submit(reactor, &connect_one, TARRY__OP_CONNECT, client_one, &address, sizeof address);
    CHECK_EQUAL(finish(reactor, &connect_one), 0);
    submit(reactor, &connect_two, TARRY__OP_CONNECT, client_two, &address, sizeof address);
    CHECK_EQUAL(finish(reactor, &connect_two), 0);
    int64_t server_one = finish(reactor, &accept_one), server_two = finish(reactor, &accept_two);
    CHECK(server_one >= 0 && server_two >= 0);
    if (!is_peer((int)server_one, client_one)) { // who waits first need not be served first
        int64_t other = server_one;
        server_one = server_two;
        server_two = other;
    }
    CHECK_EQUAL(fcntl((int)server_one, F_GETFL) & O_NONBLOCK, O_NONBLOCK);
    CHECK_EQUAL(fcntl((int)server_one, F_GETFD), FD_CLOEXEC);
    CHECK_EQUAL(fcntl(client_one, F_GETFL) & O_NONBLOCK, flags ? O_NONBLOCK : 0);
    read_waits(client_one, (int)server_one);
    read_waits((int)server_one, client_one);
    close((int)server_one);
    close((int)server_two);
    close(client_one);
    close(client_two);
    close(listener);
}

static void refused(int flags) {
    struct sockaddr_in address;
    close(listen_on_loopback(0, &address));
    int client = socket(AF_INET, SOCK_STREAM | flags, 0);
    struct counted connect_one;
    submit(reactor, &connect_one, TARRY__OP_CONNECT, client, &address, sizeof address);
    CHECK_EQUAL(finish(reactor, &connect_one), -ECONNREFUSED);
    close(client);
}

static void polling(void) {
    int pair[2];
    CHECK_EQUAL(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    struct counted readable, writable;
    submit(reactor, &readable, TARRY__OP_POLL, pair[0], NULL, POLLIN);
    submit(reactor, &writable, TARRY__OP_POLL, pair[0], NULL, POLLOUT);
    CHECK_EQUAL(finish(reactor, &writable), POLLOUT);
    nothing_yet(&readable);
    CHECK_EQUAL(write(pair[1], "x", 1), 1);
    CHECK_EQUAL(finish(reactor, &readable), POLLIN);
    submit(reactor, &readable, TARRY__OP_POLL, pair[0], NULL, POLLPRI);
    close(pair[1]);
    CHECK(finish(reactor, &readable) & POLLHUP);
    close(pair[0]);
}

static void bad_descriptors(void) {
    char buffer[4];
    int closed = dup(0);
    close(closed);
    for (int opcode = 0; opcode < TARRY__OPCODE_COUNT; opcode++) {
        struct counted one;
        submit(reactor, &one, (enum tarry__opcode)opcode, closed, buffer, sizeof buffer);
        CHECK_EQUAL(finish(reactor, &one), -EBADF);
        submit(reactor, &one, (enum tarry__opcode)opcode, -1, buffer, sizeof buffer);
        CHECK_EQUAL(finish(reactor, &one), -EBADF);
    }
}

// Both directions of one descriptor, and four readers of one direction: each byte goes to one of them.
static void several_waiters(void) {
    int pair[2];
    CHECK_EQUAL(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, pair), 0);
    static char block[1 << 20];
    char bytes[4];
    struct counted readers[4], writer;
    while (send(pair[0], block, sizeof block, MSG_DONTWAIT) > 0) {
    }
    submit(reactor, &writer, TARRY__OP_WRITE, pair[0], block, sizeof block);
    for (int i = 0; i < 4; i++) {
        submit(reactor, &readers[i], TARRY__OP_READ, pair[0], &bytes[i], 1);
    }
    nothing_yet(&writer);
    CHECK_EQUAL(write(pair[1], "a", 1), 1);
    unsigned ends = 0;
    while (ends == 0) {
        tarry__reactor_wait(reactor, -1);
        ends = readers[0].ends + readers[1].ends + readers[2].ends + readers[3].ends;
    }
    CHECK_EQUAL(ends, 1);
    CHECK_EQUAL(write(pair[1], "bcd", 3), 3);
    unsigned sum = 0;
    for (int i = 0; i < 4; i++) {
        CHECK_EQUAL(finish(reactor, &readers[i]), 1);
        sum += (unsigned)bytes[i];
    }
    CHECK_EQUAL(sum, 'a' + 'b' + 'c' + 'd');
    nothing_yet(&writer);
    while (read(pair[1], block, sizeof block) > 0) {
    }
    CHECK(finish(reactor, &writer) > 0);
    close(pair[0]);
    close(pair[1]);
}

static void reset(void) {
    struct sockaddr_in address;
    int listener = listen_on_loopback(0, &address);
    int client = socket(AF_INET, SOCK_STREAM, 0);
    CHECK_EQUAL(connect(client, (struct sockaddr *)&address, sizeof address), 0);
    int server = accept(listener, NULL, NULL);
    static char block[1 << 20];
    while (send(client, block, sizeof block, MSG_DONTWAIT) > 0) {
    }
    char byte;
    struct counted reader, writer;
    submit(reactor, &reader, TARRY__OP_READ, client, &byte, 1);
    submit(reactor, &writer, TARRY__OP_WRITE, client, block, sizeof block);
    nothing_yet(&reader);
    struct linger linger = {1, 0};
    CHECK_EQUAL(setsockopt(server, SOL_SOCKET, SO_LINGER, &linger, sizeof linger), 0);
    close(server);
    int64_t read_result = finish(reactor, &reader), write_result = finish(reactor, &writer);
    CHECK(read_result == -ECONNRESET ||
          read_result == 0); // one of them gets the error, both are woken
    CHECK(write_result == -ECONNRESET || write_result == -EPIPE);
    close(client);
    close(listener);
}

static void all(void) {
    fixture_init(&fixture);
    for (int i = 0; i < 2; i++) {
        sockets(i ? SOCK_NONBLOCK : 0);
        pipes(i ? O_NONBLOCK : 0);
        terminals(i ? O_NONBLOCK : 0);
        eventfds(i ? EFD_NONBLOCK : 0);
        accepting(i ? SOCK_NONBLOCK : 0);
        refused(i ? SOCK_NONBLOCK : 0);
    }
    files();
    polling();
    bad_descriptors();
    several_waiters();
    reset();
    fixture_destroy(&fixture);
}

// Fault 12: an io_uring that knows nothing but polls.
static int only_polls(const char *name) {
    static unsigned asked;
    return !strcmp(name, "io_uring_opcode") && asked++ > 0 ? EINVAL : 0;
}

int main(void) {
    all();
    tarry__system_fault_set(only_polls);
    all();
    return 0;
}
