// Intervals against a model: random periods, policies, work between the ticks and ticks that are
// cancelled, in paused time, to the nanosecond. A seed that fails is printed; TEST_SEED=N runs that
// one alone.
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <tarry.h>
#include <time.h>

#include "../runtime/future.h"

enum { SEEDS = SANITIZED ? 300 : 3000, STEPS = 30 };

struct random {
    uint64_t state;
};

static int64_t below(struct random *random, int64_t limit) { // splitmix64
    uint64_t x = random->state += 0x9e3779b97f4a7c15;
    x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9;
    x = (x ^ x >> 27) * 0x94d049bb133111eb;
    return (int64_t)((x ^ x >> 31) % (uint64_t)limit);
}

// The definitions in interval.h, word by word.
static int64_t model_next(enum tarry_missed missed, int64_t period, int64_t due, int64_t came) {
    int64_t next = due + period;
    if (missed == TARRY_DELAY && (came - due) * 10 > period) {
        next = came + period;
    }
    while (missed == TARRY_SKIP && next <= came) {
        next += period;
    }
    return next;
}

static async void step(struct random *random, struct tarry_interval *every) {
    int64_t now = tarry_now(), due = every->next ? every->next : now;
    int64_t comes = due > now ? due : now, result = 0;
    int64_t limit = below(random, 3) ? INT64_MAX : below(random, 2 * every->period);
    limit += limit == comes - now;
    within (limit) {
        result = await tarry_interval_tick(every);
    }
    if (limit > 0 && (limit == INT64_MAX || now + limit > comes)) {
        CHECK(result == due && tarry_now() == comes);
        CHECK(every->next == model_next(every->missed, every->period, due, comes));
    } else {
        CHECK(result == -ECANCELED && tarry_now() == now + limit);
        CHECK(every->next == due || (every->next == 0 && limit == 0));
    }
    int64_t most = every->period * (below(random, 4) ? 2 : 20) / (1 + below(random, 20));
    await tarry_sleep(below(random, most + 1));
}

static async void run_seed(uint64_t seed) {
    struct random random = {seed};
    struct tarry_interval every = {.missed = (enum tarry_missed)below(&random, 3)};
    every.period = 1 + below(&random, INT64_C(1) << below(&random, 36));
    if (below(&random, 2)) {
        every.next = tarry_now() + below(&random, 3 * every.period);
    }
    for (int i = 0; i < STEPS; i++) {
        await step(&random, &every);
        if (below(&random, 10) == 0) {
            every.next = below(&random, 2) ? 0 : tarry_now() + every.period;
        }
    }
}

static uint64_t running;

static void on_abort(int signal) {
    (void)signal;
    fprintf(stderr, "TEST_SEED=%llu\n", (unsigned long long)running);
}

async int main(void) {
    const char *only = getenv("TEST_SEED");
    uint64_t first = only ? strtoull(only, NULL, 10) : (uint64_t)time(NULL) * SEEDS;
    signal(SIGABRT, on_abort);
    tarry_clock_pause(TARRY_CLOCK_AUTOMATIC);
    for (running = first; running < first + (only ? 1 : SEEDS); running++) {
        await run_seed(running);
    }
    return 0;
}
