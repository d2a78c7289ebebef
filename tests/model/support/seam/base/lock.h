// In place of src/base/lock.h, which test_lock.c looks at: a lock that is taken in one step, so that
// models of what stands behind locks stay small.
#ifndef TARRY_BASE_LOCK_H
#define TARRY_BASE_LOCK_H

#include "base/atomic.h"
#include "model.h"

static inline void tarry__lock_take(_Atomic uint32_t *lock) {
    model_lock_take(lock);
}

static inline void tarry__lock_give(_Atomic uint32_t *lock) {
    model_lock_give(lock);
}

static inline void tarry__lock_pause(unsigned *spins) {
    (void)spins;
    model_spin();
}

#endif
