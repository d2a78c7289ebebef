// A message that comes in pieces, read by tarry_read_exact, which is cancelled at each place where it waits: *done says how
// much is there, and the rest follows.
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <tarry.h>

static const char text[] = "the whole message";

enum { SIZE = sizeof text - 1 };

struct reading {
    int fd;
    size_t done;
    char message[SIZE];
};

static async int read_it(void *argument) {
    struct reading *reading = argument;
    return (int)await tarry_read_exact(reading->fd, reading->message, SIZE, &reading->done);
}

static async void send_pieces(int fd) {
    for (int i = 0; i < SIZE; i++) {
        (void)await tarry_write_all(fd, text + i, 1);
        await tarry_yield();
    }
}

async int main(void) {
    int places = 0;
    bool cancelled = true;
    for (unsigned n = 1; cancelled; n++) {
        int pair[2], result = 0;
        struct reading reading = {0};
        if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) < 0) {
            return 2;
        }
        reading.fd = pair[0];
        concurrent (s) {
            spawn (s) send_pieces(pair[1]);
            cancelled = await tarry_cancel_nth(n, read_it, &reading, &result);
            places += cancelled;
            if (memcmp(reading.message, text, reading.done) != 0) {
                return 1;
            }
            if (result != SIZE) {
                result =
                    (int)await tarry_read_exact(reading.fd, reading.message, SIZE, &reading.done);
            }
        }
        tarry_close(pair[0]);
        tarry_close(pair[1]);
        if (result != SIZE || reading.done != SIZE || memcmp(reading.message, text, SIZE) != 0) {
            printf("cancelled at %u: %d\n", n, result);
            return 1;
        }
    }
    printf("%d\n", places > 0);
    return 0;
}
// expect: 1
