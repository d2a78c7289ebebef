// What `async int main` becomes: the generated `int main` calls tarry__main.
#include <tarry/abi.h>

#include "base/system.h"
#include "runtime/dump.h"
#include "runtime/options.h"
#include "runtime/worker.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { STATUS_FAILED = 1, STATUS_USAGE = 2 };

static void ignore(int signal) {
    (void)signal;
}

// A write to a pipe or socket nobody reads shall give -EPIPE. With an empty handler instead of
// SIG_IGN, programs started with exec have the default again. Who has set a disposition of his own
// keeps it.
static void ignore_sigpipe(void) {
    struct sigaction old, action = {.sa_handler = ignore, .sa_flags = SA_RESTART};
    if (tarry__system_sigaction(SIGPIPE, NULL, &old) == 0 && old.sa_handler == SIG_DFL &&
        !(old.sa_flags & SA_SIGINFO)) {
        tarry__system_sigaction(SIGPIPE, &action, NULL);
    }
}

// SIGQUIT asks for a report of all tasks. It comes to the thread that runs `main`, worker 0: the
// runtime's other threads block it, and a thread of the program's own sends it on. If the last
// report has not begun, the program hangs where no report can come from: then who hangs is named, and
// the signal does what it always did.
static void report(int signal_number) {
    int saved = errno;
    struct tarry_worker *worker = tarry__worker_current;
    if (!worker && !tarry__system_on_first_thread()) {
        tarry__system_signal_first_thread(signal_number);
    } else if (worker && !tarry__runtime_ask_report(worker->runtime)) {
        tarry__dump_who_hangs(worker);
        tarry__system_sigaction(signal_number, &(struct sigaction){.sa_handler = SIG_DFL}, NULL);
        raise(signal_number);
    }
    errno = saved;
}

// Who has set a disposition of his own keeps it. Returns whether it was set.
static bool catch_sigquit(void) {
    struct sigaction old, action = {.sa_handler = report, .sa_flags = SA_RESTART};
    return tarry__system_sigaction(SIGQUIT, NULL, &old) == 0 && old.sa_handler == SIG_DFL &&
           !(old.sa_flags & SA_SIGINFO) && tarry__system_sigaction(SIGQUIT, &action, NULL) == 0;
}

static void release_sigquit(void) {
    struct sigaction now, action = {.sa_handler = SIG_DFL};
    if (tarry__system_sigaction(SIGQUIT, NULL, &now) == 0 && now.sa_handler == report) {
        tarry__system_sigaction(SIGQUIT, &action, NULL);
    }
}

static int run(const struct tarry_function *function, void *future, int *out_status) {
    struct tarry__settings settings;
    struct tarry_runtime *runtime;
    int error = tarry__settings_read(NULL, &settings);
    if (error) {
        fprintf(stderr, "tarry: %s=%s: expected %s\n", settings.bad, getenv(settings.bad),
                settings.expected);
        *out_status = STATUS_USAGE;
        return 0;
    }
    error = tarry__runtime_start(&settings, &runtime);
    if (error && settings.reactor == TARRY__REACTOR_URING) { // there might be another way
        fprintf(stderr, "tarry: cannot start with TARRY_REACTOR=uring: %s\n", strerror(-error));
        *out_status = STATUS_FAILED;
        return 0;
    }
    if (error) {
        return error;
    }
    int *status = function->result_size == sizeof *status ? out_status : NULL;
    bool catches = catch_sigquit();
    error = tarry_runtime_run(runtime, function, future, status);
    if (catches) {
        release_sigquit();
    }
    tarry_runtime_free(runtime);
    return error;
}

int tarry__main(const struct tarry_function *function, void *future) {
    int status = 0;
    ignore_sigpipe();
    int error = run(function, future, &status);
    if (error) {
        fprintf(stderr, "tarry: cannot start: %s\n", strerror(-error));
        return STATUS_FAILED;
    }
    return status;
}
