// A gate for the threads of the blocking pool: the calls of a test wait there until it lets them go.
#ifndef TARRY_TEST_RUNTIME_GATE_H
#define TARRY_TEST_RUNTIME_GATE_H

#include "base/thread.h"

static struct {
    struct tarry__mutex mutex;
    struct tarry__condition changed;
    bool open;
} gate;

static inline void gate_set(bool open) {
    tarry__mutex_lock(&gate.mutex);
    gate.open = open;
    tarry__condition_broadcast(&gate.changed);
    tarry__mutex_unlock(&gate.mutex);
}

static inline void gate_wait(void) {
    tarry__mutex_lock(&gate.mutex);
    while (!gate.open) {
        tarry__condition_wait(&gate.changed, &gate.mutex, INT64_MAX);
    }
    tarry__mutex_unlock(&gate.mutex);
}

#endif
