// The hosts that shards.c sends to, and the stream it reads: starts it, and checks that each host gets
// every byte, in its place.
//
//     ./shard_hosts ./shards [shards] [host that breaks down]
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <tarry.h>
#include <unistd.h>

enum { HOSTS = 4, CHUNK = 500000 };

extern char **environ;

// What is sent: byte `place` of the stream.
static char byte_at(size_t place) {
    return (char)(place * 31 + place / 997);
}

// Returns how many bytes came, all of them right; -EIO if one was wrong. With a limit it breaks
// down there.
static async ssize_t receive(int listener, int host, size_t limit) {
    int connection = await tarry_accept(listener);
    if (connection < 0) {
        return connection;
    }
    defer tarry_close(connection);
    char bytes[10000];
    size_t count = 0;
    ssize_t got;
    while (count < limit && (got = await tarry_read(connection, bytes, sizeof bytes)) > 0) {
        for (ssize_t i = 0; i < got; i++, count++) {
            size_t shard = count / CHUNK;
            if (bytes[i] != byte_at((shard * HOSTS + (size_t)host) * CHUNK + count % CHUNK)) {
                return -EIO;
            }
        }
    }
    return (ssize_t)count;
}

static async void write_stream(int fd, size_t size) {
    defer tarry_close(fd);
    char bytes[10000];
    for (size_t done = 0; done < size; done += sizeof bytes) {
        for (size_t i = 0; i < sizeof bytes; i++) {
            bytes[i] = byte_at(done + i);
        }
        if (await tarry_write_all(fd, bytes, sizeof bytes) < 0) {
            return; // nobody reads on
        }
    }
}

// Starts `program` with the hosts' ports, reading from `input`. Returns 0 or -errno.
static int start(char *program, const int listeners[HOSTS], int input, pid_t *out_pid) {
    char ports[HOSTS][8], *arguments[HOSTS + 2] = {program};
    for (int i = 0; i < HOSTS; i++) {
        snprintf(ports[i], sizeof ports[i], "%d", tarry_tcp_local_port(listeners[i]));
        arguments[1 + i] = ports[i];
    }
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t signals;
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes); // workers other than the first block all signals
    sigemptyset(&signals);
    posix_spawnattr_setsigmask(&attributes, &signals);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
    int error = posix_spawnp(out_pid, program, &actions, &attributes, arguments, environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    return -error;
}

async int main(int argc, char **argv) {
    size_t shards = argc > 2 ? (size_t)atoi(argv[2]) : 20;
    int broken = argc > 3 ? atoi(argv[3]) : -1, listeners[HOSTS], ends[2], status = -1;
    ssize_t received[HOSTS];
    pid_t pid;
    if (argc < 2) {
        fprintf(stderr, "usage: %s ./shards [shards] [host that breaks down]\n", argv[0]);
        return 2;
    }
    if (pipe2(ends, O_CLOEXEC) < 0) {
        perror("pipe2");
        return 2;
    }
    parallel (s) {
        for (int i = 0; i < HOSTS; i++) {
            listeners[i] = await tarry_tcp_listen("127.0.0.1", 0, 1);
            spawn (s) received[i] = receive(listeners[i], i, i == broken ? CHUNK : SIZE_MAX);
        }
        int error = start(argv[1], listeners, ends[0], &pid);
        tarry_close(ends[0]);
        if (error < 0) {
            fprintf(stderr, "%s: %s\n", argv[1], strerror(-error));
            return 2;
        }
        spawn (s) write_stream(ends[1], shards * HOSTS * CHUNK);
        await blocking(waitpid(pid, &status, 0));
        for (int i = 0; i < HOSTS && status != 0; i++) {
            shutdown(listeners[i], SHUT_RD); // to hosts that it did not come to, it comes no more
        }
    }
    for (int i = 0; i < HOSTS; i++) {
        tarry_close(listeners[i]);
        if (received[i] < 0) {
            printf("host %d got something wrong\n", i);
        } else {
            printf("host %d got %zd bytes, each in its place\n", i, received[i]);
        }
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 2;
}
