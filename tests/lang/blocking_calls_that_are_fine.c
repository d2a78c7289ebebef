// What only looks like a call that blocks: functions of the program's own, local names, members, operands that are only
// looked at, calls that are told not to wait, plain functions.
#include <poll.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <tarry.h>

static int accept_offer(int n) {
    return n;
}

// unistd.h is not included: this is the program's own.
static unsigned sleep(unsigned n) {
    return n + 1;
}

static int add(int a, int b) {
    return a + b;
}

struct stream {
    int (*read)(int, int);
};

static int plain(void) {
    struct pollfd none = {.fd = -1};
    return poll(&none, 1, 1);
}

async int main(void) {
    struct stream stream = {.read = add};
    int (*wait)(int, int) = add;
    printf("%d %u %d %d\n", accept_offer(1), sleep(1), stream.read(1, 2), wait(2, 2));
    char byte;
    printf("%d\n", sizeof(recv(0, &byte, 1, 0)) == sizeof(ssize_t));
    printf("%d\n", (int)recv(-1, &byte, 1, MSG_DONTWAIT));
    await tarry_yield();
    struct pollfd none = {.fd = -1};
    printf("%d\n", await blocking(poll(&none, 1, 1)));
    printf("%d\n", (int)await blocking(recv(-1, &byte, (size_t)await blocking(poll(&none, 1, 1)), 0)));
    return plain();
}
// expect: 1 2 3 4
// expect: 1
// expect: -1
// expect: 0
// expect: -1
