// What the reactor remembers of a descriptor's number (reactor/hints.c) may be of another file: each operation is then right all
// the same, and no write to a socket raises a signal.
#include "support.h"

#include "base/system.h"

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>

enum { SURE = 40 }; // reads in vain after which one is left out, and one tried again now and then

static struct fixture fixture;
static struct tarry__reactor *const reactor = &fixture.reactor;
static volatile sig_atomic_t signals;

static void count_signal(int signal) {
    (void)signal;
    signals++;
}

// As a task does it.
static int64_t transfer(enum tarry__opcode opcode, int fd, void *buffer, size_t size) {
    struct counted one;
    prepare(&one, opcode, fd, buffer, size);
    if (tarry__reactor_try(reactor, &one.operation)) {
        return one.operation.result;
    }
    tarry__reactor_submit(reactor, &one.operation);
    return finish(reactor, &one);
}

static void expect_read(int fd, const char *text) {
    char buffer[16] = "";
    CHECK_EQUAL(transfer(TARRY__OP_READ, fd, buffer, sizeof buffer), strlen(text));
    CHECK(!strcmp(buffer, text));
}

// Begins a read of what is empty, which waits.
static void begin_read(struct counted *one, int fd, char *buffer, size_t size) {
    prepare(one, TARRY__OP_READ, fd, buffer, size);
    CHECK(!tarry__reactor_try(reactor, &one->operation));
    tarry__reactor_submit(reactor, &one->operation);
    tarry__reactor_wait(reactor, 0);
    CHECK_EQUAL(one->ends, 0);
}

// Each read waits, of one byte: as much as there is, and as there is room for.
static void take_turns(int from, int to) {
    for (int i = 0; i < SURE; i++) {
        char byte = (char)i;
        struct counted one;
        begin_read(&one, from, &byte, 1);
        byte = '.';
        CHECK_EQUAL(transfer(TARRY__OP_WRITE, to, "x", 1), 1);
        CHECK_EQUAL(finish(reactor, &one), 1);
        CHECK_EQUAL(byte, 'x');
    }
}

static void ready_after_all(int from, int to) {
    for (int i = 0; i < SURE; i++) {
        CHECK_EQUAL(transfer(TARRY__OP_WRITE, to, "ready", 5), 5);
        expect_read(from, "ready");
    }
}

static void cancelled(int from, int to) {
    char buffer[16] = "";
    struct counted one;
    begin_read(&one, from, buffer, sizeof buffer);
    tarry__reactor_cancel(reactor, &one.operation);
    CHECK_EQUAL(finish(reactor, &one), -ECANCELED);
    CHECK_EQUAL(write(to, "kept", 4), 4);
    expect_read(from, "kept");
}

static void use(int from, int to) {
    take_turns(from, to);
    cancelled(from, to);
    ready_after_all(from, to);
    take_turns(from, to);
}

// The numbers go to a pair of another kind, behind the reactor's back.
static void renew(int numbers[2], int other[2]) {
    for (int i = 0; i < 2; i++) {
        CHECK_EQUAL(dup2(other[i], numbers[i]), numbers[i]);
        close(other[i]);
    }
}

static void pipe_pair(int pair[2], int flags) {
    CHECK_EQUAL(pipe2(pair, O_CLOEXEC | flags), 0);
}

static void socket_pair(int pair[2], int flags) {
    CHECK_EQUAL(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    CHECK_EQUAL(fcntl(pair[0], F_SETFL, flags), 0);
    CHECK_EQUAL(fcntl(pair[1], F_SETFL, flags), 0);
}

static void terminal_pair(int pair[2], int flags) {
    CHECK_EQUAL(openpty(&pair[0], &pair[1], NULL, NULL, NULL), 0);
    CHECK_EQUAL(fcntl(pair[0], F_SETFL, flags), 0);
    CHECK_EQUAL(fcntl(pair[1], F_SETFL, flags), 0);
}

static void (*const makers[])(int pair[2], int flags) = {pipe_pair,     socket_pair, terminal_pair,
                                                         socket_pair,   socket_pair, pipe_pair,
                                                         terminal_pair, pipe_pair,   pipe_pair};

// Ends with a pipe.
static void kinds(int numbers[2], int flags) {
    makers[0](numbers, flags);
    use(numbers[0], numbers[1]);
    for (unsigned i = 1; i < sizeof makers / sizeof *makers; i++) {
        int other[2];
        makers[i](other, flags);
        renew(numbers, other);
        use(numbers[0], numbers[1]);
    }
}

// A write to what nobody reads: a signal for a pipe, none for a socket that has a pipe's number.
static void nobody_reads(int numbers[2]) {
    close(numbers[0]);
    signals = 0;
    CHECK_EQUAL(transfer(TARRY__OP_WRITE, numbers[1], "x", 1), -EPIPE);
    CHECK_EQUAL(signals, 1);
    int other[2];
    pipe_pair(other, 0);
    CHECK_EQUAL(dup2(other[1], numbers[1]), numbers[1]);
    CHECK_EQUAL(transfer(TARRY__OP_WRITE, numbers[1], "x", 1), 1);
    close(other[0]);
    close(other[1]);
    socket_pair(other, 0);
    CHECK_EQUAL(dup2(other[1], numbers[1]), numbers[1]);
    close(other[0]);
    close(other[1]);
    CHECK_EQUAL(transfer(TARRY__OP_WRITE, numbers[1], "x", 1), -EPIPE);
    CHECK_EQUAL(signals, 1);
    close(numbers[1]);
}

// A number whose reads were in vain is a regular file's.
static void file(int flags) {
    int numbers[2];
    pipe_pair(numbers, flags);
    take_turns(numbers[0], numbers[1]);
    FILE *made = tmpfile();
    CHECK(made && fputs("in the file", made) > 0 && fflush(made) == 0);
    CHECK_EQUAL(dup2(fileno(made), numbers[0]), numbers[0]);
    fclose(made);
    CHECK_EQUAL(lseek(numbers[0], 0, SEEK_SET), 0);
    char buffer[16] = "";
    int64_t result = transfer(TARRY__OP_READ, numbers[0], buffer, sizeof buffer);
    if (result != -EPERM) { // the blocking pool's
        CHECK_EQUAL(result, 11);
        CHECK(!strcmp(buffer, "in the file"));
    }
    close(numbers[0]);
    close(numbers[1]);
}

// One that is always "ready", and that this reactor's kernel side knows all the same, since it was polled: no read of it waits.
static void polled_file(void) {
    int fd = open("/proc/self/mounts", O_RDONLY | O_CLOEXEC);
    CHECK(fd >= 0);
    for (int i = 0; i < SURE; i++) {
        struct counted one;
        submit(reactor, &one, TARRY__OP_POLL, fd, NULL, POLLPRI);
        tarry__reactor_wait(reactor, 0);
        tarry__reactor_cancel(reactor, &one.operation);
        finish(reactor, &one);
        char buffer[16];
        int64_t result = transfer(TARRY__OP_READ, fd, buffer, sizeof buffer);
        CHECK(result >= 0 || result == -EPERM);
    }
    close(fd);
}

static int udp_socket(struct sockaddr_in *out_address) {
    *out_address = (struct sockaddr_in){.sin_family = AF_INET,
                                        .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof *out_address;
    int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    CHECK(fd >= 0);
    CHECK_EQUAL(bind(fd, (struct sockaddr *)out_address, length), 0);
    CHECK_EQUAL(getsockname(fd, (struct sockaddr *)out_address, &length), 0);
    return fd;
}

// Packets through a socket that has a pipe's number: one of no bytes is sent, and what came of an earlier one is said.
static void packets(void) {
    int numbers[2];
    pipe_pair(numbers, 0);
    CHECK_EQUAL(transfer(TARRY__OP_WRITE, numbers[1], "x", 1), 1);
    expect_read(numbers[0], "x");
    struct sockaddr_in address, own;
    int receiver = udp_socket(&address), sender = udp_socket(&own);
    CHECK_EQUAL(connect(sender, (struct sockaddr *)&address, sizeof address), 0);
    CHECK_EQUAL(dup2(sender, numbers[1]), numbers[1]);
    close(sender);
    char byte;
    CHECK_EQUAL(transfer(TARRY__OP_WRITE, numbers[1], "", 0), 0);
    CHECK_EQUAL(recv(receiver, &byte, 1, MSG_DONTWAIT), 0);
    close(receiver);
    CHECK_EQUAL(send(numbers[1], "x", 1, 0), 1);
    CHECK_EQUAL(transfer(TARRY__OP_WRITE, numbers[1], "x", 1), -ECONNREFUSED);
    close(numbers[0]);
    close(numbers[1]);
}

static void all(void) {
    fixture_init(&fixture);
    polled_file();
    packets();
    for (int i = 0; i < 2; i++) {
        int numbers[2];
        kinds(numbers, i ? O_NONBLOCK : 0);
        nobody_reads(numbers);
        file(i ? O_NONBLOCK : 0);
    }
    fixture_destroy(&fixture);
}

// A kernel without attempts that never wait: but for those of sockets, and for what poll(2), or the descriptor's mode, allows.
static int only_old_calls(const char *name) {
    static const char *last = "";
    bool may = strcmp(last, "poll") == 0 || strcmp(last, "fstat") == 0;
    last = name;
    return !may && (!strcmp(name, "read") || !strcmp(name, "write")) ? EOPNOTSUPP : 0;
}

int main(void) {
    signal(SIGPIPE, count_signal);
    all();
    tarry__system_fault_set(only_old_calls);
    all();
    return 0;
}
