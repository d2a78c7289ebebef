// The reactor of a process made by fork(2), which has the parent's ring or epoll, and may not touch it (runtime/fork.h): a backend
// that reports.
#include "reactor/backend.h"

static void (*report)(void);

static int report_start(struct tarry__reactor *reactor) {
    (void)reactor;
    report();
    return 0;
}

static void report_destroy(struct tarry__reactor *reactor) {
    (void)reactor;
    report();
}

static void report_operation(struct tarry__reactor *reactor, struct tarry__operation *operation) {
    (void)reactor, (void)operation;
    report();
}

static unsigned report_wait(struct tarry__reactor *reactor, int64_t timeout_ns) {
    (void)reactor, (void)timeout_ns;
    report();
    return 0;
}

static bool report_descriptor(struct tarry__reactor *reactor, int fd) {
    (void)reactor, (void)fd;
    report();
    return false;
}

static bool report_flush(struct tarry__reactor *reactor) {
    (void)reactor;
    report();
    return false;
}

static const struct tarry__reactor_functions functions = {
    .name = "forked",
    .init = report_start,
    .adopt = report_start,
    .destroy = report_destroy,
    .submit = report_operation,
    .cancel = report_operation,
    .wait = report_wait,
    .watch = report_descriptor,
    .unwatch = report_descriptor,
    .flush = report_flush,
};

void tarry__reactor_forbid(struct tarry__reactor *reactor, void (*to_report)(void)) {
    report = to_report;
    reactor->functions = &functions;
}
