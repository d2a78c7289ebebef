// The watch over workers that do not come back from a task, see watch.h.
#include "runtime/watch.h"

#include "base/clock.h"
#include "runtime/dump.h"
#include "runtime/worker.h"

enum { DOUBLINGS_MAX = 20 }; // of the time between two reports of one poll

static void look_at(struct tarry_worker *worker, int64_t now) {
    struct tarry__watch_place *place = &worker->watch;
    const struct tarry_function *function = tarry__load(&worker->busy_with, relaxed);
    uint32_t polls = tarry__load(&worker->polls, relaxed);
    if (!function || polls != tarry__load(&place->polls, relaxed)) {
        tarry__store(&place->polls, polls, relaxed);
        tarry__store(&place->reports, 0, relaxed);
        tarry__store(&place->since, now, relaxed);
        return;
    }
    int64_t busy = now - tarry__load(&place->since, relaxed);
    uint32_t reports = tarry__load(&place->reports, relaxed);
    if (reports <= DOUBLINGS_MAX && busy >> reports >= worker->runtime->report_busy) {
        tarry__store(&place->reports, reports + 1, relaxed);
        tarry__dump_busy(worker->index, function, busy);
    }
}

void tarry__watch_look(struct tarry_worker *worker) {
    struct tarry_runtime *runtime = worker->runtime;
    int64_t now = tarry__clock_now();
    for (unsigned i = 0; i < runtime->worker_count; i++) {
        if (i != worker->index) {
            look_at(&runtime->workers[i], now);
        }
    }
}
