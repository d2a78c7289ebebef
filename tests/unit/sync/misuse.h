// A misuse must be reported, and the process aborted: it is tried in a child process.
#ifndef TARRY_TEST_SYNC_MISUSE_H
#define TARRY_TEST_SYNC_MISUSE_H

#include "../runtime/future.h"
#include "runtime/misuse.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

// Calls run(), which has to print a report with both texts. Before any thread was started.
static inline void expect_misuse(void (*run)(void), const char *text, const char *other_text) {
    if (!TARRY__FINDS_MISUSE) {
        return;
    }
    int ends[2];
    CHECK(pipe(ends) == 0);
    pid_t child = fork();
    CHECK(child >= 0);
    if (child == 0) {
        dup2(ends[1], 2);
        run();
        _exit(0);
    }
    close(ends[1]);
    char report[4096];
    size_t length = 0;
    ssize_t n;
    while ((n = read(ends[0], report + length, sizeof report - 1 - length)) > 0) {
        length += (size_t)n;
    }
    report[length] = '\0';
    close(ends[0]);
    int status;
    CHECK(waitpid(child, &status, 0) == child);
    if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGABRT || !strstr(report, text) ||
        !strstr(report, other_text)) {
        fprintf(stderr, "status %#x; wanted: %s, %s; got:\n%s\n", (unsigned)status, text,
                other_text, report);
        abort();
    }
}

// The same for an async function without arguments.
#define EXPECT_MISUSE(f, text, other_text)                                                         \
    do {                                                                                           \
        misuse_future = &(struct f##__future){.state = 0};                                         \
        misuse_function = &f##__function;                                                          \
        expect_misuse(misuse_run, text, other_text);                                               \
    } while (0)

static const void *misuse_future;
static const struct tarry_function *misuse_function;

static inline void misuse_run(void) {
    struct tarry_runtime *runtime;
    CHECK(tarry_runtime_new(&(struct tarry_options){.workers = 1}, &runtime) == 0);
    tarry_runtime_run(runtime, misuse_function, misuse_future, NULL);
    tarry_runtime_free(runtime);
}

#endif
