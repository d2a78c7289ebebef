// The randomness door, see random.h.
#include "base/random.h"

#include "base/clock.h"
#include "base/system.h"

void tarry__random_init(struct tarry__random *random) {
    if (tarry__system_random(&random->state, sizeof random->state) < 0) {
        random->state = (uint64_t)tarry__clock_now() ^ (uint64_t)(uintptr_t)random;
    }
    random->state |= 1; // xorshift must not start at 0
}
