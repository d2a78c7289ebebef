// Options and environment, see options.h.
#include "runtime/options.h"

#include "base/system.h"
#include "runtime/blocking.h"
#include "runtime/worker.h"

#include <errno.h>
#include <stdlib.h>

static const int64_t grace_default = INT64_C(5) * 1000000000;
static const int64_t blocking_idle_ms_default = 10000, blocking_idle_ms_max = 1000000000;
static const int64_t report_busy_ms_max = 1000000000;

_Static_assert((int)TARRY_REACTOR_URING == (int)TARRY__REACTOR_URING &&
                   (int)TARRY_REACTOR_EPOLL == (int)TARRY__REACTOR_EPOLL &&
                   (int)TARRY_REACTOR_DEFAULT == (int)TARRY__REACTOR_AUTO,
               "the public kinds of reactor are the reactor's own");

// Digits only, `min` to `max`. -1 if it is not that.
static int64_t parse(const char *text, int64_t min, int64_t max) {
    int64_t value = *text ? 0 : -1;
    for (; *text >= '0' && *text <= '9' && value <= max; text++) {
        value = value * 10 + (*text - '0');
    }
    return *text == '\0' && value >= min && value <= max ? value : -1;
}

// What the environment variable `name` says; `otherwise` if nothing; -1, and *settings tells of it,
// if that is not a number from `min` to `max`.
static int64_t read_number(struct tarry__settings *settings, const char *name, const char *expected,
                           int64_t min, int64_t max, int64_t otherwise) {
    const char *text = getenv(name);
    if (!text || !*text) {
        return otherwise;
    }
    settings->bad = name;
    settings->expected = expected;
    return parse(text, min, max);
}

static int read_workers(const struct tarry_options *options, struct tarry__settings *settings) {
    int64_t workers = options->workers;
    if (workers == 0) {
        unsigned count = (unsigned)tarry__system_cpu_count();
        workers =
            read_number(settings, "TARRY_WORKERS", "a number from 1 to 1024", 1, TARRY__WORKERS_MAX,
                        count < TARRY__WORKERS_MAX ? count : TARRY__WORKERS_MAX);
    }
    settings->workers = (unsigned)workers;
    return workers > 0 && workers <= TARRY__WORKERS_MAX ? 0 : -EINVAL;
}

static int read_blocking(const struct tarry_options *options, struct tarry__settings *settings) {
    settings->bad = NULL;
    int64_t threads = options->blocking_threads, idle = options->blocking_idle;
    if (threads == 0) {
        threads = read_number(settings, "TARRY_BLOCKING_THREADS", "a number from 1 to 65536", 1,
                              TARRY__BLOCKING_THREADS_MAX, TARRY__BLOCKING_THREADS);
    }
    if (threads < 1 || threads > TARRY__BLOCKING_THREADS_MAX || idle < 0) {
        return -EINVAL;
    }
    if (idle == 0) {
        idle = read_number(settings, "TARRY_BLOCKING_IDLE", "milliseconds, up to 1000000000", 0,
                           blocking_idle_ms_max, blocking_idle_ms_default);
        if (idle < 0) {
            return -EINVAL;
        }
        idle *= 1000000;
    }
    settings->blocking_threads = (unsigned)threads;
    settings->blocking_idle = idle;
    return 0;
}

static int read_watch(const struct tarry_options *options, struct tarry__settings *settings) {
    settings->bad = NULL;
    int64_t busy = options->report_busy;
    if (busy == 0) {
        busy = read_number(settings, "TARRY_REPORT_BUSY", "milliseconds, up to 1000000000", 0,
                           report_busy_ms_max, 0);
        busy *= 1000000;
    }
    settings->report_busy = busy;
    return busy >= 0 ? 0 : -EINVAL;
}

static int read_reactor(const struct tarry_options *options, struct tarry__settings *settings) {
    settings->bad = NULL;
    if (options->reactor == TARRY_REACTOR_DEFAULT) {
        settings->bad = "TARRY_REACTOR";
        settings->expected = "uring or epoll";
        return tarry__reactor_kind_parse(getenv("TARRY_REACTOR"), &settings->reactor);
    }
    settings->reactor = (enum tarry__reactor_kind)options->reactor;
    bool known = options->reactor == TARRY_REACTOR_URING || options->reactor == TARRY_REACTOR_EPOLL;
    return known ? 0 : -EINVAL;
}

int tarry__settings_read(const struct tarry_options *options,
                         struct tarry__settings *out_settings) {
    static const struct tarry_options none;
    options = options ? options : &none;
    *out_settings = (struct tarry__settings){0};
    int error = read_workers(options, out_settings);
    error = error ? error : read_reactor(options, out_settings);
    error = error ? error : read_blocking(options, out_settings);
    error = error ? error : read_watch(options, out_settings);
    out_settings->grace = options->grace > 0 ? options->grace : grace_default;
    if (!error && options->grace < 0) {
        out_settings->bad = NULL;
        error = -EINVAL;
    }
    return error;
}
