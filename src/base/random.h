// The randomness door: a small generator for choices that only have to be spread (whom to steal
// from), seeded once.
#ifndef TARRY_BASE_RANDOM_H
#define TARRY_BASE_RANDOM_H

#include <stdint.h>

struct tarry__random {
    uint64_t state;
};

void tarry__random_init(struct tarry__random *random);

// tarry__random_below returns a number in [0, limit). Marsaglia's xorshift64, the high half scaled
// (Lemire).
static inline uint32_t tarry__random_below(struct tarry__random *random, uint32_t limit) {
    uint64_t x = random->state;
    x ^= x << 13;
    x ^= x >> 7;
    x ^= x << 17;
    random->state = x;
    return (uint32_t)(((x >> 32) * limit) >> 32);
}

#endif
