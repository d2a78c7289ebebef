// tarry__main: the exit status is main's result; bad settings are named on stderr, status 2;
// SIGPIPE does not kill, unless the program wants it to, and programs started with exec have the
// default again.
#include "future.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

struct status__future {
    int result;
    unsigned short state;
    int argc;
    char **argv;
    struct tarry_sleep__future sleep;
};
FUNCTION(status);

static bool status__poll(void *future, struct tarry_context *cx) {
    struct status__future *self = future;
    START();
    AWAIT(cx, self->sleep, tarry_sleep, self->sleep.duration = 1000);
    FINISH(self->argc);
}

struct piper__future {
    int result;
    unsigned short state;
};
FUNCTION(piper);

static bool piper__poll(void *future, struct tarry_context *cx) {
    struct piper__future *self = future;
    int ends[2];
    (void)cx;
    CHECK(pipe(ends) == 0);
    close(ends[0]);
    CHECK(write(ends[1], "x", 1) == -1 && errno == EPIPE);
    self->result = WEXITSTATUS(system("sh -c 'kill -PIPE $$; exit 3'")) == 128 + SIGPIPE ? 0 : 1;
    return true;
}

static bool without_descriptors;

// Runs `function` through tarry__main in a child; its exit status, or minus the signal that ended
// it. stderr goes to `text`.
static int main_status(const struct tarry_function *function, void *future, const char *name,
                       const char *value, char text[static 500]) {
    int ends[2], status;
    CHECK(pipe(ends) == 0);
    pid_t child = fork();
    if (child == 0) {
        dup2(ends[1], 2);
        close(ends[0]);
        if (name) {
            setenv(name, value, 1);
        }
        if (without_descriptors) {
            setrlimit(RLIMIT_NOFILE, &(struct rlimit){.rlim_cur = 3, .rlim_max = 3});
        }
        exit(tarry__main(function, future));
    }
    close(ends[1]);
    size_t length = 0;
    ssize_t n;
    while (length < 499 && (n = read(ends[0], text + length, 499 - length)) > 0) {
        length += (size_t)n;
    }
    text[length] = '\0';
    close(ends[0]);
    CHECK(waitpid(child, &status, 0) == child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

int main(void) {
    char text[500];
    struct status__future root = {.argc = 42};
    CHECK(main_status(&status__function, &root, NULL, NULL, text) == 42 && *text == '\0');
    CHECK(main_status(&status__function, &root, "TARRY_WORKERS", "zero", text) == 2);
    CHECK(strcmp(text, "tarry: TARRY_WORKERS=zero: expected a number from 1 to 1024\n") == 0);
    CHECK(main_status(&status__function, &root, "TARRY_REACTOR", "select", text) == 2);
    CHECK(strcmp(text, "tarry: TARRY_REACTOR=select: expected uring or epoll\n") == 0);
    without_descriptors = true;
    CHECK(main_status(&status__function, &root, "TARRY_REACTOR", "epoll", text) == 1);
    CHECK(strncmp(text, "tarry: cannot start: Too many open files\n", 41) == 0);
    CHECK(main_status(&status__function, &root, "TARRY_REACTOR", "uring", text) == 1);
    CHECK(strncmp(text, "tarry: cannot start with TARRY_REACTOR=uring: ", 46) == 0);
    without_descriptors = false;
    struct piper__future piper = {0};
    CHECK(main_status(&piper__function, &piper, NULL, NULL, text) == 0);
    return 0;
}
