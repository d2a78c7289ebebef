// Random tests: seeds that differ from run to run, and are told when one fails. TARRY_SEED=N runs that
// one alone.
#ifndef TARRY_TEST_SYNC_SEEDS_H
#define TARRY_TEST_SYNC_SEEDS_H

#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static inline uint32_t below(uint64_t *random, uint32_t limit) { // splitmix64
    uint64_t x = *random += 0x9e3779b97f4a7c15;
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9;
    x = (x ^ x >> 27) * 0x94d049bb133111eb;
    return (uint32_t)((x ^ x >> 31) >> 8) % limit;
}

struct seeds {
    uint64_t next, end;
};

static uint64_t seed_running;

static void seed_tell(int signal) {
    (void)signal;
    fprintf(stderr, "TARRY_SEED=%llu\n", (unsigned long long)seed_running);
}

static inline struct seeds seeds_begin(unsigned count) {
    const char *only = getenv("TARRY_SEED");
    uint64_t first = only ? strtoull(only, NULL, 10) : (uint64_t)time(NULL) * 1000000;
    signal(SIGABRT, seed_tell);
    return (struct seeds){first, first + (only ? 1 : count)};
}

// seeds_next: false when all have been.
static inline bool seeds_next(struct seeds *seeds, uint64_t *out_seed) {
    seed_running = *out_seed = seeds->next;
    return seeds->next++ < seeds->end;
}

#endif
