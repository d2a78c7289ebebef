// The watch over workers that do not come back from a task: reports, which users turn on with the
// option report_busy. Whoever was the sentinel (idle.h) looks, about once a millisecond as long as
// somebody is busy, at how many polls each worker has begun. What it reads of others are hints, all
// atomic and relaxed: of a task nothing is read but its function, which is constant.
#ifndef TARRY_RUNTIME_WATCH_H
#define TARRY_RUNTIME_WATCH_H

#include "base/atomic.h"

#include <stdint.h>

struct tarry_worker;

// What the last look saw of a worker. Written by who looks: one at a time, but not always the same.
struct tarry__watch_place {
    _Atomic uint32_t polls;
    _Atomic uint32_t reports; // of this poll
    _Atomic int64_t since;    // when that was new
};

// tarry__watch_look looks at all workers but `worker`, the calling one.
void tarry__watch_look(struct tarry_worker *worker);

#endif
