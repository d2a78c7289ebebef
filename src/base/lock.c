// The spin lock's slow part, see lock.h.
#include "base/lock.h"

#include "base/system.h"

enum { SPINS = 100 }; // about as long as the longest ordinary section behind a lock

void tarry__lock_pause(unsigned *spins) {
    if (++*spins < SPINS) {
        tarry__cpu_relax();
    } else {
        tarry__system_yield();
    }
}

void tarry__lock_wait(_Atomic uint32_t *lock) {
    unsigned spins = 0;
    do {
        while (tarry__load(lock, relaxed) != 0) {
            tarry__lock_pause(&spins);
        }
    } while (tarry__exchange(lock, 1, acquire) != 0);
}
