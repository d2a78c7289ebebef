// Who holds a lock: the running task, or, outside of tasks, the thread. An address, never odd.
#ifndef TARRY_SYNC_OWNER_H
#define TARRY_SYNC_OWNER_H

#include "runtime/worker.h"

static inline uintptr_t tarry__owner_here(void) {
    struct tarry_worker *worker = tarry__worker_current;
    struct tarry_task *task = worker ? tarry__worker_running(worker) : NULL;
    return task ? (uintptr_t)task : (uintptr_t)&tarry__worker_current; // one for each thread
}

#endif
