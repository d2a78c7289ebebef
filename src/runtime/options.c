// Options and environment, see options.h.
#include "runtime/options.h"

#include "base/system.h"
#include "runtime/worker.h"

#include <errno.h>
#include <stdlib.h>

static const int64_t grace_default = INT64_C(5) * 1000000000;

_Static_assert((int)TARRY_REACTOR_URING == (int)TARRY__REACTOR_URING &&
                   (int)TARRY_REACTOR_EPOLL == (int)TARRY__REACTOR_EPOLL &&
                   (int)TARRY_REACTOR_DEFAULT == (int)TARRY__REACTOR_AUTO,
               "the public kinds of reactor are the reactor's own");

// Digits only, 1 to TARRY__WORKERS_MAX. 0 if it is not that.
static unsigned parse_workers(const char *text) {
    unsigned value = 0;
    for (; *text >= '0' && *text <= '9' && value <= TARRY__WORKERS_MAX; text++) {
        value = value * 10 + (unsigned)(*text - '0');
    }
    return *text == '\0' && value <= TARRY__WORKERS_MAX ? value : 0;
}

static int read_workers(const struct tarry_options *options, struct tarry__settings *settings) {
    const char *text = getenv("TARRY_WORKERS");
    if (options->workers > 0) {
        settings->workers = options->workers;
    } else if (text && *text) {
        settings->workers = parse_workers(text);
        settings->bad = "TARRY_WORKERS";
    } else {
        unsigned count = (unsigned)tarry__system_cpu_count();
        settings->workers = count < TARRY__WORKERS_MAX ? count : TARRY__WORKERS_MAX;
    }
    return settings->workers > 0 && settings->workers <= TARRY__WORKERS_MAX ? 0 : -EINVAL;
}

static int read_reactor(const struct tarry_options *options, struct tarry__settings *settings) {
    settings->bad = NULL;
    if (options->reactor == TARRY_REACTOR_DEFAULT) {
        settings->bad = "TARRY_REACTOR";
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
    out_settings->grace = options->grace > 0 ? options->grace : grace_default;
    if (!error && options->grace < 0) {
        out_settings->bad = NULL;
        error = -EINVAL;
    }
    return error;
}
