// A process made by fork(2) that goes on as one of the parent's tasks is ended with a report that names the task, whatever it
// awaits; exec, _exit and tarry_close are fine there. Its parent notices nothing. (Fault 49.)
// expect: sleeps: reported
// expect: reads: reported
// expect: reads what is there, then returns: reported
// expect: has children: reported
// expect: gives a turn: reported
// expect: waits for a channel: reported
// expect: returns from a blocking call: reported
// expect: exec: status 0
// expect: close and _exit: status 7
// expect: the parent read: tarry
#define _GNU_SOURCE
#include <tarry.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static int quiet[2], ready[2], told[2]; // pipes: where nothing comes, where something is, what children say

static async int sleeps(void) {
    return await tarry_sleep(TARRY_MS(1));
}

static async int reads(void) {
    char byte;
    return (int)await tarry_read(quiet[0], &byte, 1);
}

static async int reads_what_is_there(void) {
    char bytes[8];
    return (int)await tarry_read(ready[0], bytes, sizeof bytes);
}

static async int has_children(void) {
    int first, second;
    parallel (s) {
        spawn (s) first = sleeps();
        spawn (s) second = reads();
    }
    return first + second;
}

static async int gives_a_turn(void) {
    await tarry_yield();
    return 0;
}

static async int waits_for_a_channel(void) {
    typedef TARRY_CHANNEL(int) ints;
    int storage[1], number;
    ints channel = TARRY_CHANNEL_INIT(storage);
    return await tarry_channel_receive(&channel, &number);
}

static int begin_child(void) {
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        dup2(told[1], STDERR_FILENO);
    }
    return pid;
}

static int end_of(pid_t pid) {
    int status = -1;
    waitpid(pid, &status, 0);
    return status;
}

static void show_report(const char *what, const char *task, int status) {
    char text[1000] = "";
    ssize_t size = read(told[0], text, sizeof text - 1);
    bool is_named = size > 0 && strstr(text, task) && strstr(text, "was made by fork") && text[size - 1] == '\n';
    bool is_aborted = WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
    printf("%s: %s\n", what, is_named && is_aborted ? "reported" : text);
}

// In a task of its own, on whichever worker.
static async int goes_on(const char *what, async int (*awaits)(void)) {
    pid_t pid = begin_child();
    if (pid == 0) {
        return await awaits();
    }
    show_report(what, "goes_on (fork_without_exec.c:", await blocking(end_of(pid)));
    return 0;
}

static int fork_in_blocking_call(void) {
    pid_t pid = begin_child();
    return pid == 0 ? 0 : end_of(pid);
}

static async int does_what_it_may(void) {
    pid_t pid = begin_child();
    if (pid == 0) {
        execl("/bin/sh", "sh", "-c", "exit 0", (char *)NULL);
        _exit(1);
    }
    printf("exec: status %d\n", WEXITSTATUS(await blocking(end_of(pid))));
    pid = begin_child();
    if (pid == 0) {
        _exit(tarry_close(quiet[0]) == 0 && fcntl(quiet[0], F_GETFD) < 0 ? 7 : 1);
    }
    printf("close and _exit: status %d\n", WEXITSTATUS(await blocking(end_of(pid))));
    return 0;
}

static async int asks(void) {
    static const struct {
        const char *what;
        async int (*awaits)(void);
    } cases[] = {
        {"sleeps", sleeps},
        {"reads", reads},
        {"reads what is there, then returns", reads_what_is_there},
        {"has children", has_children},
        {"gives a turn", gives_a_turn},
        {"waits for a channel", waits_for_a_channel},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int result;
        parallel (s) {
            spawn (s) result = goes_on(cases[i].what, cases[i].awaits);
        }
        if (result != 0) {
            return result;
        }
    }
    show_report("returns from a blocking call", "another thread", await blocking(fork_in_blocking_call()));
    int result = await does_what_it_may();
    ssize_t size = await tarry_write(quiet[1], "tarry", 5);
    return size < 0 ? (int)size : result;
}

async int main(void) {
    if (pipe(quiet) != 0 || pipe(ready) != 0 || pipe(told) != 0 || await tarry_write(ready[1], "x", 1) != 1) {
        return 1;
    }
    char text[8] = "";
    ssize_t size;
    int result;
    parallel (s) {
        spawn (s) size = tarry_read(quiet[0], text, sizeof text - 1);
        spawn (s) result = asks();
    }
    printf("the parent read: %.*s\n", (int)size, text);
    return result;
}
