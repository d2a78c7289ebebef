// Children made by fork(2), see fork.h.
#include "runtime/fork.h"

#include "base/thread.h"
#include "runtime/dump.h"
#include "runtime/worker.h"

#include <stdlib.h>

static _Atomic uint32_t forks;
static const struct tarry_function *forked_in; // what this child's thread ran then; NULL: no task

static void in_child(void) {
    tarry__store(&forks, tarry__load(&forks, relaxed) + 1, relaxed); // the only thread there is
    struct tarry_worker *worker = tarry__worker_current;
    forked_in = NULL;
    if (!worker) {
        return;
    }
    struct tarry_runtime *runtime = worker->runtime;
    struct tarry_task *task = tarry__worker_running(worker);
    forked_in = task ? task->function : NULL;
    tarry__fetch_or(&runtime->orders, TARRY__ORDER_FORKED, relaxed);
    tarry__fetch_or(&runtime->run_state, TARRY__RUN_FORKED, relaxed);
    for (unsigned i = 0; i < runtime->worker_count; i++) {
        tarry__reactor_forbid(&runtime->workers[i].reactor, tarry__fork_report);
    }
}

uint32_t tarry__fork_watch(void) {
    tarry__thread_at_fork(in_child);
    return tarry__load(&forks, relaxed);
}

bool tarry__fork_is_foreign(const struct tarry_runtime *runtime) {
    return runtime->forks != tarry__load(&forks, relaxed);
}

bool tarry__fork_here(void) {
    return tarry__worker_current && tarry__fork_is_foreign(tarry__worker_current->runtime);
}

void tarry__fork_report(void) {
    tarry__dump_forked(forked_in);
    abort();
}
