// A deadline loses nothing that was read: it stays in the pipe, or is in the buffer.
#include <errno.h>
#include <stdio.h>
#include <tarry.h>

#include <unistd.h>

async int main(void) {
    int fds[2];
    char c = 0;
    if (pipe(fds) < 0)
        return 1;
    int got = 0, late = 0, sent = 0;
    for (int i = 0; i < 400; i++) {
        ssize_t n = 0;
        if (i % 2) {
            c = (char)i;
            sent += (int)await tarry_write(fds[1], &c, 1);
        }
        within (i % 7 * 20000) n = await tarry_read(fds[0], &c, 1);
        else {
            late++;
            if (n != -ECANCELED)
                printf("else, but %d\n", (int)n);
        }
        got += n > 0;
    }
    while (got < sent) {
        got += (int)await tarry_read(fds[0], &c, 1);
    }
    printf("%d %d\n", got, late > 0);
    return 0;
}

// expect: 200 1
