// Measures proxy.c: runs upstream servers, the proxy before them, and clients.
//
//     ./proxy_load ./proxy
#define _GNU_SOURCE
#include "proxy.h"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

enum { UPSTREAMS = 3, CLIENTS = 40, REQUESTS = 10 };

extern char **environ;

static const char *const words[UPSTREAMS] = {"cats", "dogs", "birds"};

// An upstream server takes its time, and says who it is.
static async ssize_t answer_as(void *self, const char *line, ssize_t size, char answer[LINE]) {
    await tarry_sleep(TARRY_MS(2));
    return snprintf(answer, LINE, "%s got %.*s", (const char *)self, (int)size, line);
}

static async int request_often(int port, const char *word) {
    char line[LINE], wanted[2 * LINE], answer[LINE];
    for (int i = 0; i < REQUESTS; i++) {
        int size = snprintf(line, sizeof line, "%s %d\n", word, i);
        snprintf(wanted, sizeof wanted, "%s got %s", word, line);
        ssize_t got = await ask(port, line, size, answer);
        if (got != (ssize_t)strlen(wanted) || memcmp(answer, wanted, (size_t)got) != 0) {
            return -1;
        }
    }
    return 0;
}

// Returns requests a second, 0 if one went wrong.
static async double measure(int port) {
    int error = 0;
    int64_t start = tarry_now();
    parallel (clients, .fail_fast = true, .error = &error) {
        for (int i = 0; i < CLIENTS; i++) {
            spawn (clients) request_often(port, words[i % UPSTREAMS]);
        }
    }
    return error < 0 ? 0 : CLIENTS * REQUESTS / ((double)(tarry_now() - start) / 1e9);
}

// Starts the proxy, which tells its port, measures it, and stops it.
static async double run(char *proxy, char *version, const int ports[UPSTREAMS]) {
    char texts[UPSTREAMS][8], *arguments[2 + 2 * UPSTREAMS + 1] = {proxy, version}, port[8] = "";
    for (int i = 0; i < UPSTREAMS; i++) {
        snprintf(texts[i], sizeof texts[i], "%d", ports[i]);
        arguments[2 + 2 * i] = (char *)words[i];
        arguments[3 + 2 * i] = texts[i];
    }
    int ends[2], status;
    pid_t pid;
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t signals;
    if (pipe2(ends, O_CLOEXEC) < 0) {
        return 0;
    }
    defer tarry_close(ends[0]);
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes); // workers other than the first block all signals
    sigemptyset(&signals);
    posix_spawnattr_setsigmask(&attributes, &signals);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    int error = posix_spawn(&pid, proxy, &actions, &attributes, arguments, environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    tarry_close(ends[1]);
    if (error != 0) {
        fprintf(stderr, "%s: %s\n", proxy, strerror(error));
        return 0;
    }
    double rate = 0;
    if (await tarry_read(ends[0], port, sizeof port - 1) > 0) {
        rate = await measure(atoi(port));
    }
    kill(pid, SIGTERM);
    await blocking(waitpid(pid, &status, 0));
    return rate;
}

async int main(int argc, char **argv) {
    int ports[UPSTREAMS];
    double held = 0, dropped = 0;
    if (argc != 2) {
        fprintf(stderr, "usage: %s ./proxy\n", argv[0]);
        return 2;
    }
    parallel (upstreams) {
        for (int i = 0; i < UPSTREAMS; i++) {
            int listener = await tarry_tcp_listen("127.0.0.1", 0, 0);
            if (listener < 0) {
                fprintf(stderr, "cannot listen: %s\n", strerror(-listener));
                return 2;
            }
            ports[i] = tarry_tcp_local_port(listener);
            spawn (upstreams) serve(listener, answer_as, (void *)words[i]);
        }
        held = await run(argv[1], "hold", ports);
        dropped = await run(argv[1], "drop", ports);
        tarry_cancel(&upstreams);
    }
    printf("async lock held over the request: %.0f requests a second\n", held);
    printf("thread's lock dropped in time:    %.0f requests a second\n", dropped);
    printf("that is %.1f times as many\n", held > 0 ? dropped / held : 0);
    return held <= 0 || dropped <= 0;
}
