// Children: at most one runs at a time. A signal that would end us ends the child first; what waits
// for it then sees process_interrupted, cleans up and dies of the same signal, so that make and the
// shell see the truth; so do a reader of our output that goes away, and a limit on the size of files.
// Should what we do ourselves, between children, not come to its end, we die
// all the same, a little later or of a second signal, and clean up nothing.
#include "compiler/driver_process.h"
#include "compiler/driver_options.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static volatile sig_atomic_t caught_signal;
static volatile sig_atomic_t running_child;

static const int fatal_signals[] = {SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGXFSZ};
enum { FATAL_SIGNALS = sizeof fatal_signals / sizeof *fatal_signals };
enum { PATIENCE_SECONDS = 2 };

static void catch_alarm(int signal) {
    (void)signal;
    process_die(caught_signal);
}

static void catch_signal(int signal) {
    bool again = caught_signal != 0;
    caught_signal = signal;
    if (running_child > 0) {
        kill((pid_t)running_child, signal);
    } else if (again) {
        process_die(signal);
    } else {
        alarm(PATIENCE_SECONDS);
    }
}

void process_catch_signals(void) {
    signal(SIGALRM, catch_alarm);
    for (size_t i = 0; i < FATAL_SIGNALS; i++) {
        struct sigaction old;
        struct sigaction action = {.sa_handler = catch_signal};
        if (sigaction(fatal_signals[i], NULL, &old) == 0 && old.sa_handler != SIG_IGN) {
            sigaction(fatal_signals[i], &action, NULL);
        }
    }
}

int process_interrupted(void) {
    return caught_signal;
}

void process_die(int signal_number) {
    sigset_t set; // in its own handler it is blocked
    sigemptyset(&set);
    sigaddset(&set, signal_number);
    signal(signal_number, SIG_DFL);
    sigprocmask(SIG_UNBLOCK, &set, NULL);
    raise(signal_number);
    _exit(128 + signal_number);
}

static int cannot_start(const char *program, int error) {
    fprintf(stderr, "tarrycc: error: cannot run '%s': %s\n", program, strerror(error));
    return PROCESS_NOT_STARTED;
}

// Between posix_spawn and the store of the child's number a signal could miss it, so they are
// blocked there.
static void block_fatal_signals(sigset_t *out_old) {
    sigset_t set;
    sigemptyset(&set);
    for (size_t i = 0; i < FATAL_SIGNALS; i++) {
        sigaddset(&set, fatal_signals[i]);
    }
    sigprocmask(SIG_BLOCK, &set, out_old);
}

// Starts `words` with the three descriptors as its standard ones; -1 leaves ours. 0 or an errno.
static int start(const char *const *words, const int fds[3]) {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t old;
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
    int error = 0;
    for (int i = 0; i < 3 && error == 0; i++) {
        if (fds[i] >= 0) {
            error = posix_spawn_file_actions_adddup2(&actions, fds[i], i);
        }
    }
    block_fatal_signals(&old);
    posix_spawnattr_setsigmask(&attributes, &old);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK);
    pid_t child;
    if (error == 0) {
        error =
            posix_spawnp(&child, words[0], &actions, &attributes, (char *const *)words, environ);
    }
    if (error == 0) {
        running_child = child;
    }
    sigprocmask(SIG_SETMASK, &old, NULL);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    return error;
}

static int wait_for_child(const char *program) {
    int status;
    while (waitpid((pid_t)running_child, &status, 0) < 0) {
        if (errno != EINTR) {
            fprintf(stderr, "tarrycc: error: cannot wait for '%s': %s\n", program, strerror(errno));
            return 127;
        }
    }
    running_child = 0;
    if (WIFEXITED(status)) {
        return WEXITSTATUS(status);
    }
    int signal_number = WTERMSIG(status);
    if (caught_signal == 0) {
        fprintf(stderr, "tarrycc: error: '%s' was killed by signal %d (%s)\n", program,
                signal_number, strsignal(signal_number));
    }
    return 128 + signal_number;
}

int process_run(const char *const *words, int input) {
    if (caught_signal != 0) {
        return 128 + caught_signal;
    }
    fflush(NULL);
    int error = start(words, (int[3]){input, -1, -1});
    return error != 0 ? cannot_start(words[0], error) : wait_for_child(words[0]);
}

// Reads both pipes to their ends, whichever has something.
static void drain(struct pollfd pipes[2], struct buffer *texts[2]) {
    static char piece[1 << 16];
    while (pipes[0].fd >= 0 || pipes[1].fd >= 0) {
        if (poll(pipes, 2, -1) < 0 && errno != EINTR) {
            return;
        }
        for (int i = 0; i < 2; i++) {
            if (pipes[i].fd < 0 || pipes[i].revents == 0) {
                continue;
            }
            ssize_t size = read(pipes[i].fd, piece, sizeof piece);
            if (size > 0) {
                buffer_append(texts[i], piece, (size_t)size);
            } else if (size == 0 || errno != EINTR) {
                close(pipes[i].fd);
                pipes[i].fd = -1;
            }
        }
    }
}

int process_capture(const char *const *words, int input, struct buffer *out_text,
                    struct buffer *out_errors) {
    int text[2], errors[2];
    if (caught_signal != 0) {
        return 128 + caught_signal;
    }
    if (pipe2(text, O_CLOEXEC) != 0) {
        return cannot_start(words[0], errno);
    }
    if (pipe2(errors, O_CLOEXEC) != 0) {
        close(text[0]), close(text[1]);
        return cannot_start(words[0], errno);
    }
    fcntl(text[1], F_SETPIPE_SZ, 1 << 20); // fewer turns between the two programs; refused is fine
    fflush(NULL);
    int error = start(words, (int[3]){input, text[1], errors[1]});
    close(text[1]), close(errors[1]);
    if (error == 0) {
        drain((struct pollfd[2]){{.fd = text[0], .events = POLLIN},
                                 {.fd = errors[0], .events = POLLIN}},
              (struct buffer *[2]){out_text, out_errors});
        return wait_for_child(words[0]);
    }
    close(text[0]), close(errors[0]);
    return cannot_start(words[0], error);
}

int process_replace(const char *const *words, int input) {
    fflush(NULL);
    if (input >= 0) {
        dup2(input, STDIN_FILENO);
    }
    if (caught_signal != 0) {
        process_die(caught_signal);
    }
    execvp(words[0], (char *const *)words);
    return cannot_start(words[0], errno);
}

void process_show(const char *const *words) {
    struct buffer line = {0};
    for (; *words != NULL; words++) {
        buffer_append(&line, " ", 1);
        words_quote(&line, *words);
    }
    fprintf(stderr, "%s\n", line.data);
    buffer_destroy(&line);
}
