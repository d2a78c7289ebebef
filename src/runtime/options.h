// The options of a runtime, with what the environment says where they are silent.
#ifndef TARRY_RUNTIME_OPTIONS_H
#define TARRY_RUNTIME_OPTIONS_H

#include <tarry/runtime.h>

#include "reactor/reactor.h"

struct tarry__settings {
    unsigned workers;
    enum tarry__reactor_kind reactor;
    int64_t grace;
    unsigned blocking_threads;
    int64_t blocking_idle;
    int64_t report_busy; // 0: none
    const char *bad; // after -EINVAL: the name of the environment variable that is wrong, NULL if
                     // it was an option
    const char *expected; // what it may be
};

// tarry__settings_read: 0 or -EINVAL. `options` may be NULL.
int tarry__settings_read(const struct tarry_options *options, struct tarry__settings *out_settings);

// tarry__runtime_start is tarry_runtime_new for settings that have been read.
int tarry__runtime_start(const struct tarry__settings *settings,
                         struct tarry_runtime **out_runtime);

#endif
