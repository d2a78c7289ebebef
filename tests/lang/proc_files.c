// Files of /proc say that they are always ready and cannot be read without waiting: that must not spin.
// env: TARRY_REACTOR=epoll
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <tarry.h>

async int main(void) {
    char text[512];
    int fd = open("/proc/self/status", O_RDONLY | O_CLOEXEC);
    defer tarry_close(fd);
    ssize_t size = await tarry_read(fd, text, sizeof text - 1);
    text[size > 0 ? size : 0] = 0;
    printf("%s\n", strncmp(text, "Name:", 5) == 0 ? "read" : "not read");
    return 0;
}

// expect: read
