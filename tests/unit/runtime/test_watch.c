// The watch over busy workers (watch.h): a task that spins is reported even if all other workers had
// gone to sleep, for good, before it began: before the run, and in the middle of it.
#include "future.h"
#include "runtime/worker.h"

#include <fcntl.h>
#include <sched.h>
#include <unistd.h>

enum { WORKERS = 4 };

static int report[2]; // a pipe in the place of stderr

static void forget_reports(void) {
    char text[4096];
    while (read(report[0], text, sizeof text) > 0) {
    }
}

// Computes, without an await, until a report of it is written.
static bool is_reported(unsigned worker) {
    char wanted[64], text[4096];
    size_t length = 0;
    snprintf(wanted, sizeof wanted, "tarry: worker %u has been running spin ", worker);
    do {
        ssize_t got = read(report[0], text + length, sizeof text - 1 - length);
        length += got > 0 ? (size_t)got : 0;
        text[length] = '\0';
    } while (!strstr(text, wanted) && length < sizeof text - 1);
    return length < sizeof text - 1;
}

struct spin__future {
    int result;
    unsigned short state;
    struct tarry_sleep__future sleep;
};
FUNCTION(spin);

static bool spin__poll(void *future, struct tarry_context *cx) {
    struct spin__future *self = future;
    START();
    CHECK(is_reported(cx->worker->index));
    AWAIT(cx, self->sleep, tarry_sleep, self->sleep.duration = TARRY_MS(50));
    forget_reports();
    CHECK(is_reported(cx->worker->index));
    FINISH(7);
}

int main(void) {
    struct tarry_options options = {.workers = WORKERS, .report_busy = TARRY_MS(2)};
    struct tarry_runtime *runtime;
    int result = 0, saved = dup(2);
    CHECK(tarry_runtime_new(&options, &runtime) == 0);
    // It may have fewer workers than it was asked for, without memory for all.
    while (tarry__load(&runtime->idle.counts, seq_cst) >> 16 < runtime->worker_count - 1) {
        sched_yield();
    }
    CHECK(pipe(report) == 0 && fcntl(report[0], F_SETFL, O_NONBLOCK) == 0);
    CHECK(dup2(report[1], 2) == 2);
    if (runtime->worker_count > 1) { // else there is nobody who could watch
        int error = tarry_runtime_run(runtime, &spin__function, &(struct spin__future){0}, &result);
        dup2(saved, 2);
        CHECK(error == 0 && result == 7);
    }
    tarry_runtime_free(runtime);
    return 0;
}
