// Cancelling an operation: at each stage, and racing with its completion. It ends exactly once, with -ECANCELED or its own
// result, and what it had taken is in the result.
#include "support.h"

#include <poll.h>

static struct fixture fixture;
static struct tarry__reactor *const reactor = &fixture.reactor;

// Submitted and cancelled before the kernel heard of it; after it did; twice; after the end.
static void stages(void) {
    int pair[2];
    CHECK_EQUAL(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    char byte;
    struct counted one;
    submit(reactor, &one, TARRY__OP_READ, pair[0], &byte, 1);
    tarry__reactor_cancel(reactor, &one.operation);
    CHECK_EQUAL(one.ends, 0);
    CHECK_EQUAL(finish(reactor, &one), -ECANCELED);

    submit(reactor, &one, TARRY__OP_READ, pair[0], &byte, 1);
    tarry__reactor_wait(reactor, 0);
    tarry__reactor_cancel(reactor, &one.operation);
    tarry__reactor_cancel(reactor, &one.operation);
    CHECK_EQUAL(finish(reactor, &one), -ECANCELED);

    CHECK_EQUAL(write(pair[1], "x", 1), 1);
    submit(reactor, &one, TARRY__OP_READ, pair[0], &byte, 1);
    tarry__reactor_wait(reactor, 0);
    tarry__reactor_cancel(reactor, &one.operation);
    int64_t result = finish(reactor, &one);
    CHECK(result == 1 || result == -ECANCELED);
    if (result == -ECANCELED) {
        CHECK_EQUAL(read(pair[0], &byte, 1), 1);
    }
    CHECK_EQUAL(byte, 'x');
    close(pair[0]);
    close(pair[1]);
}

// A cancelled wait leaves nothing behind: the next one on the same descriptor gets the data.
static void next_wait(void) {
    int pair[2];
    CHECK_EQUAL(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    for (int i = 0; i < 100; i++) {
        char lost = 0, got = 0;
        struct counted cancelled, kept;
        submit(reactor, &cancelled, TARRY__OP_READ, pair[0], &lost, 1);
        submit(reactor, &kept, TARRY__OP_READ, pair[0], &got, 1);
        tarry__reactor_wait(reactor, 0);
        tarry__reactor_cancel(reactor, &cancelled.operation);
        CHECK_EQUAL(finish(reactor, &cancelled), -ECANCELED);
        CHECK_EQUAL(write(pair[1], "y", 1), 1);
        CHECK_EQUAL(finish(reactor, &kept), 1);
        CHECK_EQUAL(lost, 0);
        CHECK_EQUAL(got, 'y');
    }
    close(pair[0]);
    close(pair[1]);
}

// Data and cancellation in both orders, in one wait and in two: every byte arrives exactly once.
static void races(void) {
    int pair[2];
    CHECK_EQUAL(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    unsigned sent = 0, received = 0;
    for (int i = 0; i < 4000; i++) {
        char byte = 0;
        struct counted one;
        submit(reactor, &one, TARRY__OP_READ, pair[0], &byte, 1);
        if (i & 1) {
            tarry__reactor_wait(reactor, 0);
        }
        if (i & 2) {
            sent += (unsigned)write(pair[1], "z", 1);
        }
        if (i & 4) {
            tarry__reactor_wait(reactor, 0);
        }
        tarry__reactor_cancel(reactor, &one.operation);
        if (!(i & 2)) {
            sent += (unsigned)write(pair[1], "z", 1);
        }
        int64_t result = finish(reactor, &one);
        CHECK(result == 1 || result == -ECANCELED);
        received += result == 1;
        memset(&one, 0xff, sizeof one); // the memory is ours again
        while (recv(pair[0], &byte, 1, MSG_DONTWAIT) == 1) {
            received++;
        }
        CHECK_EQUAL(received, sent);
    }
    close(pair[0]);
    close(pair[1]);
}

// An accept that won against its cancellation returns the connection.
static void accepts(void) {
    struct sockaddr_in address;
    int listener = listen_on_loopback(0, &address);
    for (int i = 0; i < 200; i++) {
        struct counted one;
        submit(reactor, &one, TARRY__OP_ACCEPT, listener, NULL, 0);
        tarry__reactor_wait(reactor, 0);
        int client = socket(AF_INET, SOCK_STREAM, 0);
        CHECK_EQUAL(connect(client, (struct sockaddr *)&address, sizeof address), 0);
        if (i & 1) {
            tarry__reactor_wait(reactor, 0);
        }
        if (!one.ends) {
            tarry__reactor_cancel(reactor, &one.operation);
        }
        int64_t server = finish(reactor, &one);
        CHECK(server >= 0 || server == -ECANCELED);
        if (server < 0) {
            server = accept(listener, NULL, NULL);
        }
        CHECK_EQUAL(write((int)server, "a", 1), 1);
        char byte;
        CHECK_EQUAL(read(client, &byte, 1), 1);
        close((int)server);
        close(client);
    }
    close(listener);
}

// One that takes no answer: the backlog is full, or nobody is there.
static void connects(void) {
    struct sockaddr_in address;
    int listener = listen_on_loopback(0, &address);
    CHECK_EQUAL(listen(listener, 0), 0);
    int clients[8];
    struct counted ones[8];
    for (int i = 0; i < 8; i++) {
        clients[i] = socket(AF_INET, SOCK_STREAM, 0);
        submit(reactor, &ones[i], TARRY__OP_CONNECT, clients[i], &address, sizeof address);
    }
    tarry__reactor_wait(reactor, 0);
    for (int i = 0; i < 8; i++) {
        if (!ones[i].ends) {
            tarry__reactor_cancel(reactor, &ones[i].operation);
        }
    }
    for (int i = 0; i < 8; i++) {
        int64_t result = finish(reactor, &ones[i]);
        CHECK(result == 0 || result == -ECANCELED);
        close(clients[i]);
    }
    close(listener);
}

static void polls_and_writes(void) {
    int pair[2];
    static char block[65536];
    CHECK_EQUAL(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    while (send(pair[0], block, sizeof block, MSG_DONTWAIT) > 0) {
    }
    struct counted poll_one, write_one;
    submit(reactor, &poll_one, TARRY__OP_POLL, pair[0], NULL, POLLIN);
    submit(reactor, &write_one, TARRY__OP_WRITE, pair[0], block, sizeof block);
    tarry__reactor_wait(reactor, 0);
    tarry__reactor_cancel(reactor, &poll_one.operation);
    tarry__reactor_cancel(reactor, &write_one.operation);
    CHECK_EQUAL(finish(reactor, &poll_one), -ECANCELED);
    CHECK_EQUAL(finish(reactor, &write_one), -ECANCELED);
    close(pair[0]);
    close(pair[1]);
}

// A read of a terminal or pipe in blocking mode, which the kernel may have given to a thread of its own.
static void pipes(void) {
    int ends[2];
    CHECK_EQUAL(pipe(ends), 0);
    char byte;
    for (int i = 0; i < 20; i++) {
        struct counted one;
        prepare(&one, TARRY__OP_READ, ends[0], &byte, 1);
        CHECK(!tarry__operation_try(&one.operation));
        tarry__reactor_submit(reactor, &one.operation);
        tarry__reactor_wait(reactor, 0);
        tarry__reactor_cancel(reactor, &one.operation);
        CHECK_EQUAL(finish(reactor, &one), -ECANCELED);
    }
    close(ends[0]);
    close(ends[1]);
}

int main(void) {
    fixture_init(&fixture);
    stages();
    next_wait();
    races();
    accepts();
    connects();
    polls_and_writes();
    pipes();
    fixture_destroy(&fixture);
    return 0;
}
