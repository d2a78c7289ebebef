// Accepting from what does not listen is an error at once, whatever mode it is in; from a listener in blocking mode it waits.
// expect: datagrams: Operation not supported
// expect: not listening: Invalid argument
// expect: a pipe: Socket operation on non-socket
// expect: a file: Socket operation on non-socket
// expect: closed: Bad file descriptor
// expect: accepted 1
#include <arpa/inet.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <tarry.h>
#include <unistd.h>

static async void try(const char *what, int fd) {
    printf("%s: %s\n", what, strerror(-await tarry_accept(fd)));
    close(fd);
}

static async void connect_later(const struct sockaddr_in *address) {
    await tarry_sleep(TARRY_MS(1));
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    if (await blocking(connect(fd, (const struct sockaddr *)address, sizeof *address)) == 0) {
        close(fd);
    }
}

async int main(void) {
    int pipes[2];
    if (pipe(pipes) != 0) {
        return 1;
    }
    await try("datagrams", socket(AF_INET, SOCK_DGRAM, 0));
    await try("not listening", socket(AF_INET, SOCK_STREAM, 0));
    await try("a pipe", pipes[0]);
    await try("a file", open("/dev/null", O_RDONLY));
    await try("closed", pipes[0]);

    int listener = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    if (bind(listener, (struct sockaddr *)&address, size) != 0 || listen(listener, 1) != 0 ||
        getsockname(listener, (struct sockaddr *)&address, &size) != 0) {
        return 1;
    }
    int accepted;
    parallel (s) {
        spawn (s) connect_later(&address);
        accepted = await tarry_accept(listener);
    }
    printf("accepted %d\n", accepted >= 0);
    close(accepted);
    close(listener);
    return 0;
}
