// errno behind an await is anybody's.
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <tarry.h>

static async int direct(int fd, char *buffer) {
    ssize_t n = await tarry_read(fd, buffer, 1);
    if (n < 0)
        return -errno; // warning: errno says nothing behind an await
    return 0;
}

static async int printed(int fd, char *buffer) {
    if (await tarry_write(fd, buffer, 1) < 0) {
        perror("write"); // warning: `perror` prints errno, which says nothing behind an await
        return 1;
    }
    return 0;
}

static async int explained(int fd) {
    if (await tarry_accept(fd) < 0)
        fprintf(stderr, "accept: %s\n", strerror(errno)); // warning: errno says nothing behind an await
    return 0;
}

static async int on_one_path(const char *path) {
    int fd = open(path, O_RDONLY);
    if (fd < 0)
        await tarry_sleep(TARRY_NS(1));
    return errno; // warning: errno says nothing behind an await
}

static async int in_a_loop(int n) {
    int sum = 0;
    errno = 0;
    while (n-- > 0) {
        sum += errno; // warning: errno says nothing behind an await
        await tarry_yield();
    }
    return sum;
}

static async int behind_a_scope(void) {
    errno = 0;
    concurrent (s) {
        spawn (s) in_a_loop(1);
    }
    errno += 1; // warning: errno says nothing behind an await
    return 0;
}

async int main(void) {
    char buffer[1];
    await direct(0, buffer);
    await printed(0, buffer);
    await explained(0);
    await on_one_path("/");
    await in_a_loop(1);
    return await behind_a_scope();
}
