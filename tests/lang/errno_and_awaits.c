// errno where it is worth reading: before an await, behind a call or an assignment that came since, behind a blocking
// call, and in another function's hands. Addresses of thread-locals that are taken again.
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tarry.h>
#include <unistd.h>

static _Thread_local int counter;

static async int opened(const char *path) {
    await tarry_yield();
    int fd = open(path, O_RDONLY);
    if (fd < 0) {
        int error = errno;
        await tarry_yield();
        return -error;
    }
    close(fd);
    return 0;
}

static async int parsed(const char *text) {
    await tarry_yield();
    errno = 0;
    long n = strtol(text, NULL, 10);
    if (errno == ERANGE)
        return -1;
    await tarry_yield();
    return (int)n;
}

static async int kept(void) {
    errno = ENOENT;
    int saved = errno;
    await tarry_yield();
    errno = saved;
    return errno == ENOENT;
}

static async int on_each_path(int n) {
    for (int i = 0; i < n; i++) {
        if (i % 2)
            await tarry_yield();
        if (unlink("") != 0 && errno != ENOENT)
            return -1;
        switch (i) {
        case 0:
            await tarry_yield();
            close(-1);
            break;
        default:
            errno = EBADF;
        }
        if (errno != EBADF)
            return -2;
    }
    return 0;
}

static async int counted(void) {
    int *mine = &counter;
    ++*mine;
    await tarry_yield();
    mine = &counter;
    ++*mine;
    int copy = *mine, *local = &copy;
    await tarry_yield();
    mine = NULL;
    return *local > 0 && mine == NULL;
}

static async int not_errno(void) {
    struct {
        int errno_;
    } error = {3};
    await tarry_yield();
    size_t size = sizeof errno;
    return error.errno_ + (int)(size == sizeof(int));
}

// A blocking call brings its errno along; so it does from the arm of a race that won.
static async int on_the_pool(void) {
    await tarry_yield();
    int fd = await blocking(open("/does/not/exist", O_RDONLY));
    if (fd < 0 && errno == ENOENT)
        return 1;
    return 0;
}

async int main(void) {
    printf("%d\n", await opened("/does/not/exist") == -ENOENT);
    printf("%d %d\n", await parsed("12"), await parsed("99999999999999999999999"));
    printf("%d %d %d %d\n", await kept(), await on_each_path(3), await counted(), await not_errno());
    printf("%d\n", await on_the_pool());
    int n = await parsed("7");
    if (n < 0)
        fprintf(stderr, "%s\n", strerror(-n));
    return 0;
}
// expect: 1
// expect: 12 -1
// expect: 1 0 1 4
// expect: 1
