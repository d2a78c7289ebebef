// A spin lock of four bytes, for sections of a few dozen instructions that never wait. A waiter
// that spun for a while lets other threads run, since on a full machine the owner may not be on a
// processor.
//
// States of the word: 0 free, 1 taken. take: exchange(1, acquire) until it was 0; give: store(0,
// release); the acquire of the next take reads from that release.
#ifndef TARRY_BASE_LOCK_H
#define TARRY_BASE_LOCK_H

#include "base/atomic.h"

void tarry__lock_wait(_Atomic uint32_t *lock); // the slow part of take
// tarry__lock_pause lets a little time pass, for who spins on a lock that is part of another word.
// *spins, 0 at first, counts how often that was.
void tarry__lock_pause(unsigned *spins);

static inline void tarry__lock_take(_Atomic uint32_t *lock) {
    if (tarry__quick_exchange(lock, 1, acquire) != 0) {
        tarry__lock_wait(lock);
    }
}

static inline void tarry__lock_give(_Atomic uint32_t *lock) {
    tarry__store(lock, 0, release);
}

#endif
