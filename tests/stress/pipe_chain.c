// A hundred tasks that hand bytes on from pipe to pipe, with a cancellation in the middle of the
// traffic.
// timeout: 60
#include <errno.h>
#include <stdio.h>
#include <tarry.h>
#include <unistd.h>

enum { LENGTH = 100, BYTES = 2000 };

static async int hand_on(int from, int to) {
    char buffer[64];
    int total = 0;
    defer tarry_close(to);
    for (;;) {
        ssize_t size = await tarry_read(from, buffer, sizeof buffer);
        if (size <= 0) {
            return size < 0 ? (int)size : total;
        }
        size = await tarry_write_all(to, buffer, (size_t)size);
        if (size < 0) {
            return (int)size;
        }
        total += (int)size;
    }
}

static async int run(int cancel_after) {
    int pipes[LENGTH + 1][2], results[LENGTH], got = 0;
    for (int i = 0; i <= LENGTH; i++) {
        if (pipe(pipes[i]) < 0) {
            return -errno;
        }
    }
    parallel (s) {
        for (int i = 0; i < LENGTH; i++) {
            spawn (s) results[i] = hand_on(pipes[i][0], pipes[i + 1][1]);
        }
        char buffer[64] = {0};
        ssize_t size = 1;
        for (int sent = 0; sent < BYTES && size > 0; sent++) {
            size = await tarry_write(pipes[0][1], "x", 1);
            if (sent == cancel_after) {
                tarry_cancel(&s);
            }
        }
        tarry_close(pipes[0][1]);
        while ((size = await tarry_read(pipes[LENGTH][0], buffer, sizeof buffer)) > 0) {
            got += (int)size;
        }
    }
    for (int i = 0; i <= LENGTH; i++) {
        tarry_close(pipes[i][0]);
    }
    int wrong = 0;
    for (int i = 0; i < LENGTH; i++) {
        bool may_be = results[i] == -ECANCELED || results[i] == -EPIPE || results[i] >= 0;
        wrong += cancel_after < BYTES ? !may_be : results[i] != BYTES;
    }
    return wrong > 0 ? -wrong : cancel_after < BYTES ? 0 : got;
}

async int main(void) {
    printf("%d\n", await run(BYTES));
    printf("%d\n", await run(BYTES / 2));
    printf("%d\n", await run(BYTES));
    return 0;
}

// expect: 2000
// expect: 0
// expect: 2000
