// Files, which epoll cannot wait for, are read in the blocking pool by tasks that move between workers.
// env: TARRY_REACTOR=epoll
// env: TARRY_WORKERS=2
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <tarry.h>
#include <unistd.h>

enum { READERS = 40, READS = 10, BLOCK = 512 };

static async int reader(const char *path, int block) {
    char bytes[64];
    int fd = open(path, O_RDONLY | O_CLOEXEC), wrong = fd < 0;
    for (int i = 0; i < READS && !wrong; i++) {
        lseek(fd, (off_t)block * BLOCK, SEEK_SET);
        posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
        ssize_t size = await tarry_read(fd, bytes, sizeof bytes);
        wrong = size != sizeof bytes || bytes[0] != 'a' + block || bytes[63] != 'a' + block;
        await tarry_yield();
    }
    tarry_close(fd);
    return wrong;
}

async int main(void) {
    char path[] = "files_on_all_workers.XXXXXX";
    int fd = mkstemp(path), wrong[READERS], sum = 0;
    defer unlink(path);
    for (int i = 0; i < 16 * BLOCK; i++) {
        char byte = (char)('a' + i / BLOCK);
        sum += write(fd, &byte, 1) != 1;
    }
    fsync(fd);
    close(fd);
    parallel (s) {
        for (int i = 0; i < READERS; i++)
            spawn (s) wrong[i] = reader(path, i % 16);
    }
    for (int i = 0; i < READERS; i++)
        sum += wrong[i];
    printf("%d wrong\n", sum);
    return 0;
}

// options: -Wno-tarry-blocking
// expect: 0 wrong
