// Descriptors that are watched for more than one read: what is told while nobody waits is not lost; a read that need not be
// tried is not; the end behind the data is seen; a number that is another file by now; closing; and who cannot be watched.
#include "base/clock.h"
#include "reactor/backend.h"
#include "support.h"

#include <fcntl.h>

enum { PLAIN = 0, WATCH = TARRY__OPERATION_WATCH, WATCHED = TARRY__OPERATION_WATCHED };

struct pair {
    int here, there;
};

static struct pair tcp_pair(void) {
    struct sockaddr_in address;
    int listener = listen_on_loopback(0, &address);
    struct pair pair = {.there = socket(AF_INET, SOCK_STREAM, 0)};
    CHECK_EQUAL(connect(pair.there, (struct sockaddr *)&address, sizeof address), 0);
    pair.here = accept(listener, NULL, NULL);
    CHECK(pair.here >= 0);
    close(listener);
    return pair;
}

static void send_to(struct pair pair, size_t size) {
    static const char zeros[65536];
    CHECK_EQUAL(write(pair.there, zeros, size), size);
}

static void begin(struct counted *counted, int fd, int watch) {
    counted->ends = 0;
    tarry__operation_init_pooled(&counted->operation, fd, (uint16_t)watch);
    counted->operation.done = count_end;
}

static int64_t end(struct tarry__reactor *reactor, struct counted *counted) {
    if (counted->operation.result > 0) {
        CHECK(counted->operation.buffer);
        tarry__buffers_give(&reactor->buffers, counted->operation.buffer);
    }
    return counted->operation.result;
}

// A read that has something to read at once.
static int64_t read_now(struct tarry__reactor *reactor, int fd, int watch) {
    struct counted one;
    begin(&one, fd, watch);
    CHECK(tarry__reactor_try(reactor, &one.operation));
    return end(reactor, &one);
}

static void read_later(struct tarry__reactor *reactor, struct counted *one, int fd, int watch) {
    begin(one, fd, watch);
    CHECK(!tarry__reactor_try(reactor, &one->operation));
    tarry__reactor_submit(reactor, &one->operation);
    CHECK_EQUAL(one->ends, 0);
}

static int64_t ends(struct tarry__reactor *reactor, struct counted *one) {
    int fd = one->operation.fd;
    return finish(reactor, one) == -EAGAIN ? read_now(reactor, fd, WATCHED) : end(reactor, one);
}

// Until the kernel has told all it knows: what is sent on the loopback is there at once.
static void hear(struct tarry__reactor *reactor) {
    for (int i = 0; i < 3; i++) {
        tarry__reactor_wait(reactor, 1000000);
    }
}

static struct pair watched_pair(struct tarry__reactor *reactor) {
    struct pair pair = tcp_pair();
    struct counted one;
    read_later(reactor, &one, pair.here, WATCH);
    CHECK(one.operation.state & TARRY__OPERATION_WATCHED);
    send_to(pair, 3);
    CHECK_EQUAL(ends(reactor, &one), 3);
    return pair;
}

static void close_pair(struct fixture *fixture, struct pair pair) {
    tarry__descriptors_close(&fixture->descriptors, &fixture->reactor, pair.here);
    hear(&fixture->reactor);
    char byte;
    CHECK(read(pair.there, &byte, 1) <= 0); // it is closed, though it was watched
    close(pair.there);
}

static void many_reads(struct fixture *fixture) {
    struct tarry__reactor *reactor = &fixture->reactor;
    struct pair pair = watched_pair(reactor);
    struct counted one;
    for (int i = 0; i < 10; i++) {
        read_later(reactor, &one, pair.here, WATCHED);
        send_to(pair, 5);
        CHECK_EQUAL(ends(reactor, &one), 5);
        send_to(pair, 7); // while nobody waits
        hear(reactor);
        CHECK_EQUAL(read_now(reactor, pair.here, WATCHED), 7);
        send_to(pair, 7); // and nobody has heard of it
        read_later(reactor, &one, pair.here, WATCHED);
        CHECK_EQUAL(ends(reactor, &one), 7);
    }
    send_to(pair, 2 * TARRY__BUFFER_SIZE + 9);
    read_later(reactor, &one, pair.here, WATCHED);
    CHECK_EQUAL(ends(reactor, &one), TARRY__BUFFER_SIZE);
    CHECK_EQUAL(read_now(reactor, pair.here, WATCHED), TARRY__BUFFER_SIZE);
    CHECK_EQUAL(read_now(reactor, pair.here, WATCHED), 9);
    read_later(reactor, &one, pair.here, WATCHED);
    tarry__reactor_cancel(reactor, &one.operation);
    CHECK_EQUAL(ends(reactor, &one), -ECANCELED);
    send_to(pair, 4);
    hear(reactor);
    CHECK_EQUAL(read_now(reactor, pair.here, WATCHED), 4);
    close_pair(fixture, pair);
}

static void the_end_behind_data(struct fixture *fixture) {
    struct tarry__reactor *reactor = &fixture->reactor;
    for (int together = 0; together < 2; together++) {
        struct pair pair = watched_pair(reactor);
        struct counted one;
        read_later(reactor, &one, pair.here, WATCHED);
        send_to(pair, 5);
        if (together) {
            shutdown(pair.there, SHUT_WR);
        }
        CHECK_EQUAL(ends(reactor, &one), 5);
        if (together) {
            CHECK_EQUAL(read_now(reactor, pair.here, WATCHED), 0);
        } else {
            read_later(reactor, &one, pair.here, WATCHED);
            shutdown(pair.there, SHUT_WR);
            CHECK_EQUAL(ends(reactor, &one), 0);
        }
        CHECK_EQUAL(read_now(reactor, pair.here, WATCHED), 0);
        close_pair(fixture, pair);
    }
}

// Closed by other means, and the number is another connection's: its first read asks anew, whatever is known of the number.
static void another_file(struct fixture *fixture) {
    struct tarry__reactor *reactor = &fixture->reactor;
    struct pair old = watched_pair(reactor), pair = tcp_pair();
    CHECK_EQUAL(dup2(pair.here, old.here), old.here);
    close(pair.here);
    pair.here = old.here;
    struct counted one;
    for (int i = 0; i < 3; i++) {
        read_later(reactor, &one, pair.here, i == 0 ? PLAIN : i == 1 ? WATCH : WATCHED);
        send_to(pair, 6);
        CHECK_EQUAL(ends(reactor, &one), 6);
    }
    close_pair(fixture, pair);
    close(old.there);
}

static void beside_other_reads(struct fixture *fixture) {
    struct tarry__reactor *reactor = &fixture->reactor;
    struct pair pair = watched_pair(reactor);
    struct counted one, two;
    char byte;
    submit(reactor, &two, TARRY__OP_READ, pair.here, &byte, 1);
    read_later(reactor, &one, pair.here, WATCHED);
    send_to(pair, 1);
    while (one.ends + two.ends == 0) {
        tarry__reactor_wait(reactor, -1);
    }
    send_to(pair, 1);
    CHECK_EQUAL(finish(reactor, &two), 1);
    CHECK_EQUAL(ends(reactor, &one), 1);
    close_pair(fixture, pair);
}

static void told_in_vain(struct fixture *fixture) {
    struct tarry__reactor *reactor = &fixture->reactor;
    struct pair pair = watched_pair(reactor);
    for (int i = 0; i < 2; i++) {
        CHECK(tarry__watch_is_armed(reactor, pair.here));
        send_to(pair, 1);
        hear(reactor);
    }
    CHECK(!tarry__watch_is_armed(reactor, pair.here));
    struct counted one;
    begin(&one, pair.here, WATCHED);
    if (!tarry__reactor_try(reactor, &one.operation)) { // io_uring asks the kernel first
        tarry__reactor_submit(reactor, &one.operation);
        finish(reactor, &one);
    }
    CHECK_EQUAL(end(reactor, &one), 2);
    for (int i = 0; i < 3; i++) {
        read_later(reactor, &one, pair.here, WATCHED);
        CHECK(tarry__watch_is_armed(reactor, pair.here));
        send_to(pair, 1);
        CHECK_EQUAL(ends(reactor, &one), 1);
    }
    close_pair(fixture, pair);
}

// A write that has to wait, until there is room after all: what comes from the peer may bring some.
static void write_later(struct tarry__reactor *reactor, struct counted *two, int fd) {
    static char much[1 << 16];
    while (send(fd, much, sizeof much, MSG_DONTWAIT) > 0) {
    }
    submit(reactor, two, TARRY__OP_WRITE, fd, much, sizeof much);
}

// Urgent data stays there to be told of: that is told once, not again and again while somebody waits for something else.
static void urgent_beside_a_write(struct fixture *fixture) {
    struct tarry__reactor *reactor = &fixture->reactor;
    struct pair pair = watched_pair(reactor);
    struct counted one, two;
    read_later(reactor, &one, pair.here, WATCHED);
    write_later(reactor, &two, pair.here);
    hear(reactor);
    CHECK_EQUAL(send(pair.there, "!", 1, MSG_OOB), 1);
    hear(reactor);
    hear(reactor);
    int64_t start, wait = 20000000;
    for (;;) {
        start = tarry__clock_now();
        tarry__reactor_wait(reactor, wait);
        if (!two.ends) {
            break;
        }
        write_later(reactor, &two, pair.here);
        hear(reactor);
    }
    CHECK(tarry__clock_now() - start >= wait / 2);
    CHECK_EQUAL(one.ends, 0);
    tarry__reactor_cancel(reactor, &two.operation);
    finish(reactor, &two);
    send_to(pair, 4);
    CHECK_EQUAL(ends(reactor, &one), 4);
    shutdown(pair.here, SHUT_WR);
    close(pair.there);
    tarry__descriptors_close(&fixture->descriptors, reactor, pair.here);
}

// Two who wait for one watch, which is given up: both are served.
static void given_up_under_two(struct fixture *fixture) {
    struct tarry__reactor *reactor = &fixture->reactor;
    struct pair pair = watched_pair(reactor);
    struct counted one, two;
    read_later(reactor, &one, pair.here, WATCHED);
    read_later(reactor, &two, pair.here, WATCHED);
    uint32_t *waiters = tarry__descriptors_waiters(&fixture->descriptors, pair.here);
    CHECK_EQUAL(*waiters, 1); // the watch
    CHECK(tarry__watch_end(reactor, pair.here));
    CHECK_EQUAL(*waiters, 2);
    send_to(pair, 5);
    CHECK_EQUAL(ends(reactor, &one), 5);
    send_to(pair, 6);
    CHECK_EQUAL(ends(reactor, &two), 6);
    CHECK_EQUAL(*waiters, 0);
    close_pair(fixture, pair);
}

static const struct tarry__reactor_functions *real;
static uint32_t *waiters_seen;
static unsigned watches_begun;

static bool look_and_watch(struct tarry__reactor *reactor, int fd) {
    watches_begun++;
    CHECK_EQUAL(*waiters_seen, 2);
    return real->watch(reactor, fd);
}

// A read was tried while an older watch counted for it. That ends and a new one begins, and at no time does nobody seem to wait.
static void counted_between_watches(struct fixture *fixture) {
    struct tarry__reactor *reactor = &fixture->reactor;
    struct pair pair = watched_pair(reactor);
    real = reactor->functions;
    waiters_seen = tarry__descriptors_waiters(&fixture->descriptors, pair.here);
    CHECK_EQUAL(*waiters_seen, 1);
    struct tarry__reactor_functions spy = *real;
    spy.watch = look_and_watch;
    reactor->functions = &spy;
    struct counted one;
    read_later(reactor, &one, pair.here, WATCH);
    reactor->functions = real;
    CHECK_EQUAL(watches_begun, 1);
    send_to(pair, 6);
    CHECK_EQUAL(ends(reactor, &one), 6);
    CHECK_EQUAL(*waiters_seen, 1);
    close_pair(fixture, pair);
}

static void into_own_buffer(struct fixture *fixture) {
    struct tarry__reactor *reactor = &fixture->reactor;
    struct pair pair = watched_pair(reactor);
    char buffer[16];
    for (int i = 0; i < 10; i++) {
        struct counted one;
        prepare(&one, TARRY__OP_READ, pair.here, buffer, sizeof buffer);
        one.operation.state |= WATCHED;
        CHECK(!tarry__reactor_try(reactor, &one.operation));
        tarry__reactor_submit(reactor, &one.operation);
        send_to(pair, sizeof buffer + 1);
        CHECK_EQUAL(finish(reactor, &one), sizeof buffer);
        prepare(&one, TARRY__OP_READ, pair.here, buffer, sizeof buffer);
        one.operation.state |= WATCHED;
        CHECK(tarry__reactor_try(reactor, &one.operation)); // it took all there was room for
        CHECK_EQUAL(one.operation.result, 1);
    }
    close_pair(fixture, pair);
}

// ---- not watched: reads that take turns with their peer are tried less, and miss nothing ----

static int64_t read_plain(struct tarry__reactor *reactor, int fd) {
    struct counted one;
    char buffer[64];
    prepare(&one, TARRY__OP_READ, fd, buffer, sizeof buffer);
    if (tarry__reactor_try(reactor, &one.operation)) {
        return one.operation.result;
    }
    tarry__reactor_submit(reactor, &one.operation);
    return finish(reactor, &one);
}

static struct pair in_turns(struct tarry__reactor *reactor) {
    struct pair pair = tcp_pair();
    for (int i = 0; i < 40; i++) {
        struct counted one;
        char buffer[64];
        prepare(&one, TARRY__OP_READ, pair.here, buffer, sizeof buffer);
        CHECK(!tarry__reactor_try(reactor, &one.operation));
        tarry__reactor_submit(reactor, &one.operation);
        send_to(pair, 7);
        CHECK_EQUAL(finish(reactor, &one), 7);
    }
    return pair;
}

static void turns_end(struct fixture *fixture) {
    struct tarry__reactor *reactor = &fixture->reactor;
    struct pair pair = in_turns(reactor);
    for (int i = 0; i < 40; i++) {
        send_to(pair, 7 + 64 * (i % 2));
        CHECK_EQUAL(read_plain(reactor, pair.here), i % 2 ? 64 : 7);
        if (i % 2) {
            CHECK_EQUAL(read_plain(reactor, pair.here), 7);
        }
    }
    close_pair(fixture, pair);
}

// The number is another file's, of which nothing was said.
static void turns_of_another_file(struct fixture *fixture) {
    struct tarry__reactor *reactor = &fixture->reactor;
    struct pair another = tcp_pair();
    int ends_of[2];
    CHECK_EQUAL(pipe(ends_of), 0);
    send_to(another, 3);
    CHECK_EQUAL(write(ends_of[1], "four", 4), 4);
    int file = open("/proc/self/comm", O_RDONLY);
    CHECK(file >= 0);
    int files[] = {another.here, ends_of[0], file};
    for (int i = 0; i < 3; i++) {
        struct pair pair = in_turns(reactor);
        CHECK_EQUAL(dup2(files[i], pair.here), pair.here);
        close(files[i]);
        int64_t size = read_plain(reactor, pair.here);
        CHECK(i == 2 ? size > 0 || size == -EPERM : size == 3 + i);
        tarry__descriptors_close(&fixture->descriptors, reactor, pair.here);
        close(pair.there);
    }
    close(another.there);
    close(ends_of[1]);
}

// What has come just before does not keep the kernel from giving the connection up.
static void closed_when_told(struct fixture *fixture) {
    struct tarry__reactor *reactor = &fixture->reactor;
    struct pair pair = watched_pair(reactor);
    send_to(pair, 5);
    CHECK(tarry__watch_is_armed(reactor, pair.here));
    close_pair(fixture, pair);
}

static void closed_while_awaited(struct fixture *fixture) {
    struct tarry__reactor *reactor = &fixture->reactor;
    struct pair pair = watched_pair(reactor);
    struct counted one;
    read_later(reactor, &one, pair.here, WATCHED);
    CHECK_EQUAL(tarry__descriptors_close(&fixture->descriptors, reactor, pair.here), 0);
    CHECK_EQUAL(ends(reactor, &one), -ECANCELED);
    close(pair.there);
}

static void not_tcp(struct fixture *fixture) {
    struct tarry__reactor *reactor = &fixture->reactor;
    int ends_of[2];
    CHECK_EQUAL(socketpair(AF_UNIX, SOCK_STREAM, 0, ends_of), 0);
    struct pair pair = {.here = ends_of[0], .there = ends_of[1]};
    struct counted one;
    for (int i = 0; i < 3; i++) {
        read_later(reactor, &one, pair.here, WATCH);
        CHECK(!(one.operation.state & TARRY__OPERATION_WATCHED));
        send_to(pair, 6);
        CHECK_EQUAL(ends(reactor, &one), 6);
    }
    close_pair(fixture, pair);
}

int main(void) {
    struct fixture fixture;
    fixture_init(&fixture);
    many_reads(&fixture);
    the_end_behind_data(&fixture);
    another_file(&fixture);
    beside_other_reads(&fixture);
    told_in_vain(&fixture);
    urgent_beside_a_write(&fixture);
    given_up_under_two(&fixture);
    counted_between_watches(&fixture);
    into_own_buffer(&fixture);
    closed_when_told(&fixture);
    closed_while_awaited(&fixture);
    not_tcp(&fixture);
    turns_end(&fixture);
    turns_of_another_file(&fixture);
    CHECK_EQUAL(fixture.reactor.in_flight, 0);
    fixture_destroy(&fixture);
    return 0;
}
