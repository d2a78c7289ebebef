// What the random tests of the primitives share: actors, tasks with a stream of random numbers each,
// whose waits are cancelled at random; and programs of them by seed.
//
// Each run takes seeds of its own, so that in the long run all kinds of programs are seen. A failure
// names the seed; TARRY_SEED=seed runs that one.
#ifndef TARRY_TEST_SYNC_ACTORS_H
#define TARRY_TEST_SYNC_ACTORS_H

#include <tarry.h>

#include "../runtime/future.h"
#include "base/lock.h"
#include "base/random.h"

static uint64_t seed_now; // of the program that runs

#define EXPECT(condition)                                                                          \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            fprintf(stderr, "TARRY_SEED=%llu\n", (unsigned long long)seed_now);                    \
            CHECK(condition);                                                                      \
        }                                                                                          \
    } while (0)

struct actor {
    uint64_t random;
    int index;
    _Atomic uint32_t lock;
    struct tarry_scope *exposed; // may be cancelled by anybody who has the lock
};

static inline unsigned actor_random(struct actor *actor, unsigned below) {
    actor->random = actor->random * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(actor->random >> 33) % below;
}

static inline void actor_init(struct actor *actor, uint64_t seed, int index) {
    *actor = (struct actor){.random = seed * 1000003 + (uint64_t)index, .index = index};
    actor_random(actor, 1);
    actor_random(actor, 1);
}

static inline void actor_expose(struct actor *actor, struct tarry_scope *scope) {
    tarry__lock_take(&actor->lock);
    actor->exposed = scope;
    tarry__lock_give(&actor->lock);
}

// Cancels what another actor waits for.
static inline void actor_attack(struct actor *victim) {
    tarry__lock_take(&victim->lock);
    if (victim->exposed) {
        tarry_cancel(victim->exposed);
    }
    tarry__lock_give(&victim->lock);
}

static async void yields(unsigned count) {
    while (count-- > 0) {
        await tarry_yield();
    }
}

// Evaluates an expression with an await, in one of four ways: as it is, twice; in a race with a few
// yields; in a scope that others may cancel.
#define UNDER_FIRE(actor, ...)                                                                     \
    do {                                                                                           \
        switch (actor_random(actor, 4)) {                                                          \
        case 0: {                                                                                  \
            race {                                                                                 \
                when ((void)(__VA_ARGS__)) {                                                       \
                }                                                                                  \
                when (await yields(actor_random(actor, 4))) {                                      \
                }                                                                                  \
            }                                                                                      \
            break;                                                                                 \
        }                                                                                          \
        case 1: {                                                                                  \
            parallel (fire) {                                                                      \
                actor_expose(actor, &fire);                                                        \
                __VA_ARGS__;                                                                       \
                actor_expose(actor, NULL);                                                         \
            }                                                                                      \
            break;                                                                                 \
        }                                                                                          \
        default: {                                                                                 \
            __VA_ARGS__;                                                                           \
        }                                                                                          \
        }                                                                                          \
    } while (0)

// Calls run(workers, seed) for `count` seeds, for each number of workers.
static inline void for_seeds(int count, void (*run)(unsigned workers, uint64_t seed)) {
    const char *text = getenv("TARRY_SEED");
    struct tarry__random random;
    tarry__random_init(&random);
    uint64_t first = text ? strtoull(text, NULL, 10) : tarry__random_below(&random, 1u << 30);
    for (int i = 0; i < (text ? 1 : count); i++) {
        seed_now = first + (uint64_t)i;
        run(1, seed_now);
        run(env_workers(), seed_now);
    }
}

#endif
