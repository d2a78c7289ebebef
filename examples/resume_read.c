// A read of a whole message that is cancelled half-way. Where futures are dropped, the half that
// had been read goes with them, and from there on the stream is read askew. Here a cancelled wait
// comes to its end, and tells how far it got: the next one goes on from there.
//
//     tarrycc resume_read.c -o resume_read && ./resume_read
//
// The message arrives byte by byte, and before each byte somebody asks how it goes. The question
// wins the race against the read each time.
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <tarry.h>
#include <unistd.h>

static const char text[] = "half a league, half a league, half a league onward";

enum { SIZE = sizeof text - 1 };

// Sends the next byte only after its question was answered, so that every read is interrupted.
static async int send_slowly(int line, int questions) {
    for (int i = 0; i < SIZE; i++) {
        char byte = '?';
        if (await tarry_write_all(questions, &byte, 1) < 0 ||
            await tarry_read(questions, &byte, 1) <= 0 ||
            await tarry_write_all(line, text + i, 1) < 0) {
            return -1;
        }
    }
    return 0;
}

// Reads a message of `size` bytes, and meanwhile answers the questions that come. Returns how many
// those were, or -errno.
static async int receive(int line, int questions, char *message, size_t size) {
    size_t done = 0; // how much of the message is there, whatever happens
    for (int asked = 0;; asked++) {
        char question;
        ssize_t got = 0, come = 0;
        race {
            when (got = await tarry_read_exact(line, message, size, &done))
                return got == (ssize_t)size ? asked : (int)got;
            when (come = await tarry_read(questions, &question, 1))
                if (come <= 0 || await tarry_write_all(questions, "!", 1) < 0) {
                    return -1;
                }
        }
    }
}

async int main(void) {
    int line[2], questions[2], sent, asked;
    char message[SIZE];
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, line) < 0 ||
        socketpair(AF_UNIX, SOCK_STREAM, 0, questions) < 0) {
        perror("socketpair");
        return 1;
    }
    parallel (s, .fail_fast = true) {
        spawn (s) sent = send_slowly(line[0], questions[0]);
        spawn (s) asked = receive(line[1], questions[1], message, sizeof message);
    }
    printf("interrupted %d times: %.*s\n", asked, asked < 0 ? 0 : SIZE, message);
    for (int i = 0; i < 2; i++) {
        tarry_close(line[i]);
        tarry_close(questions[i]);
    }
    return sent < 0 || asked < 0 || memcmp(message, text, SIZE) != 0;
}
