// The barrier: who leads, round after round; who is cancelled leaves; cancelled at each place; at random
// against a model.
#include <tarry/barrier.h>
#include <tarry/testing.h>

#include "actors.h"
#include "sync/wait_list.h"

// ---- one task after the other ----

static async int pass(struct tarry_barrier *barrier, int rounds, int *leads) {
    for (int i = 0; i < rounds; i++) {
        int result = await tarry_barrier_wait(barrier);
        if (result < 0) {
            return result;
        }
        *leads += result;
    }
    return 0;
}

static async int rounds(void) {
    struct tarry_barrier alone = {0}, one = TARRY_BARRIER_INIT(1), three;
    CHECK(await tarry_barrier_wait(&alone) == 1 && await tarry_barrier_wait(&alone) == 1);
    CHECK(await tarry_barrier_wait(&one) == 1);
    tarry_barrier_init(&three, 3);
    int results[3], leads[3] = {0};
    concurrent (s) {
        for (int i = 0; i < 3; i++) {
            spawn (s) results[i] = pass(&three, 10, &leads[i]);
        }
    }
    for (int i = 0; i < 3; i++) {
        CHECK(results[i] == 0);
    }
    CHECK(leads[0] + leads[1] + leads[2] == 10);
    CHECK(!three.waiters && three.waiting == 0);
    return 0;
}

static async int the_last_leads(void) {
    struct tarry_barrier barrier = TARRY_BARRIER_INIT(4);
    int results[4] = {-1, -1, -1, -1};
    concurrent (s) {
        for (int i = 0; i < 3; i++) {
            spawn (s) results[i] = tarry_barrier_wait(&barrier);
        }
        await yields(3);
        CHECK(results[0] == -1 && results[1] == -1 && results[2] == -1);
        results[3] = await tarry_barrier_wait(&barrier);
        CHECK(results[3] == 1);
    }
    CHECK(results[0] == 0 && results[1] == 0 && results[2] == 0);
    return 0;
}

// Who is cancelled leaves, and another one takes the place. Who was let through before is not.
static async int leaving(void) {
    struct tarry_barrier barrier = TARRY_BARRIER_INIT(3);
    int stays = -1, leaves = -1, late = -1;
    concurrent (all) {
        spawn (all) stays = tarry_barrier_wait(&barrier);
        concurrent (some) {
            spawn (some) leaves = tarry_barrier_wait(&barrier);
            await tarry_yield();
            tarry_cancel(&some);
        }
        CHECK(leaves == -ECANCELED && barrier.waiting == 1);
        concurrent (some) {
            spawn (some) late = tarry_barrier_wait(&barrier);
            await tarry_yield();
            CHECK(stays == -1);
            CHECK(await tarry_barrier_wait(&barrier) == 1);
            tarry_cancel(&some);
        }
        CHECK(late == 0);
    }
    CHECK(stays == 0);
    within (0) {
        CHECK(await tarry_barrier_wait(&barrier) == -ECANCELED && barrier.waiting == 0);
    }
    else {
        stays = 2;
    }
    CHECK(stays == 2);
    return 0;
}

// ---- cancelled at each place ----

struct steps {
    struct tarry_barrier barrier;
    int done;
};

static async int two_steps(void *argument) {
    struct steps *steps = argument;
    for (int i = 0; i < 2; i++) {
        int result = await tarry_barrier_wait(&steps->barrier);
        if (result < 0) {
            return result;
        }
        steps->done++;
    }
    return 0;
}

// A partner that stays until the other is through or gone.
static async int partner(struct steps *steps, const bool *ended) {
    int passed = 0;
    while (!*ended) {
        race {
            when (await tarry_barrier_wait(&steps->barrier) >= 0) {
                passed++;
            }
            when (await yields(2)) {
            }
        }
    }
    return passed;
}

static async bool cancel_step(unsigned n, struct steps *steps, int *result, int *passed) {
    bool cancelled = false, ended = false;
    concurrent (s) {
        spawn (s) *passed = partner(steps, &ended);
        cancelled = await tarry_cancel_nth(n, two_steps, steps, result);
        ended = true;
    }
    return cancelled;
}

static async int cancelled_everywhere(void) {
    struct steps steps = {TARRY_BARRIER_INIT(2), 0};
    int result, passed;
    unsigned n = 1, by_done[3] = {0};
    for (; await cancel_step(n, &steps, &result, &passed); n++) {
        CHECK(result == (steps.done == 2 ? 0 : -ECANCELED));
        CHECK(!steps.barrier.waiters && steps.barrier.waiting == 0);
        by_done[steps.done]++;
        steps.done = 0;
    }
    CHECK(result == 0 && steps.done == 2 && n > 4 && by_done[0] > 0 && by_done[1] > 0);
    return 0;
}

// ---- nobody passes before all have come ----

enum { RUNNERS = 8, ROUNDS = 500 };

static struct tarry_barrier track;
static _Atomic int arrived[ROUNDS], led[ROUNDS];

static async int runner(int count) {
    for (int i = 0; i < count; i++) {
        tarry__fetch_add(&arrived[i], 1, relaxed);
        int result = await tarry_barrier_wait(&track);
        CHECK(result >= 0 && tarry__load(&arrived[i], relaxed) == RUNNERS);
        tarry__fetch_add(&led[i], result, relaxed);
    }
    return 0;
}

static async int running(int count) {
    tarry_barrier_init(&track, RUNNERS);
    parallel (s) {
        for (int i = 0; i < RUNNERS; i++) {
            spawn (s) runner(count);
        }
    }
    for (int i = 0; i < count; i++) {
        CHECK(led[i] == 1);
        led[i] = arrived[i] = 0;
    }
    return 0;
}

// ---- at random ----
//
// Each round lets through as many as the barrier is for, of whom one leads. On one worker it is known
// at each moment which rounds are over, and who is still to go on.

enum { ACTORS_MAX = 8, MOVES = 30 };

static struct {
    struct tarry_barrier barrier;
    unsigned parties;
    struct actor actors[ACTORS_MAX];
    unsigned count;
    _Atomic unsigned passed, led;
    bool exact;      // one worker
    unsigned rounds; // that are over
    unsigned owed;   // how many have been let through and have not gone on
} model;

static async int come(void) {
    unsigned rounds = model.rounds;
    int result = await tarry_barrier_wait(&model.barrier);
    if (result == -ECANCELED) {
        EXPECT(!model.exact || model.rounds == rounds);
        return result;
    }
    EXPECT(result == 0 || result == 1);
    tarry__fetch_add(&model.passed, 1, relaxed);
    tarry__fetch_add(&model.led, (unsigned)result, relaxed);
    if (model.exact && result == 1) {
        model.rounds++;
        model.owed += model.parties - 1;
    } else if (model.exact) {
        EXPECT(model.owed > 0 && model.rounds > rounds);
        model.owed--;
    }
    return result;
}

// The same, in a scope that others may cancel.
static async int come_exposed(struct actor *actor) {
    int result = 0;
    parallel (s) {
        actor_expose(actor, &s);
        result = await come();
        actor_expose(actor, NULL);
    }
    return result;
}

static void check_ring(void) {
    unsigned count = 0;
    struct tarry_waiter *waiter = model.barrier.waiters;
    for (; waiter; waiter = tarry__wait_list_next(&model.barrier.waiters, waiter)) {
        EXPECT(tarry__wait_list_still_waits(waiter));
        count++;
    }
    EXPECT(count == model.barrier.waiting && count < model.parties);
}

static async int act(struct actor *actor) {
    for (int i = 0; i < MOVES; i++) {
        switch (actor_random(actor, 4)) {
        case 0:
            await yields(actor_random(actor, 4));
            break;
        case 1:
            actor_attack(&model.actors[actor_random(actor, model.count)]);
            break;
        default:
            race { // for the others may have ended
                when (await come_exposed(actor)) {
                }
                when (await yields(actor_random(actor, 6))) {
                }
            }
        }
        if (model.exact) {
            check_ring();
        }
    }
    return 0;
}

static async int acting(void) {
    parallel (s) {
        for (unsigned i = 0; i < model.count; i++) {
            spawn (s) act(&model.actors[i]);
        }
    }
    return 0;
}

static void run_model(unsigned workers, uint64_t seed) {
    model.parties = (unsigned)(seed % 5) + 1;
    model.count = (unsigned)(seed / 5 % ACTORS_MAX) + 1;
    model.exact = workers == 1;
    model.passed = model.led = model.rounds = model.owed = 0;
    tarry_barrier_init(&model.barrier, model.parties);
    for (unsigned i = 0; i < model.count; i++) {
        actor_init(&model.actors[i], seed, (int)i);
    }
    RUN(acting, workers);
    EXPECT(model.passed == model.led * model.parties && model.owed == 0);
    EXPECT(!model.barrier.waiters && model.barrier.waiting == 0);
}

int main(void) {
    RUN(rounds, 1);
    RUN(the_last_leads, 1);
    RUN(leaving, 1);
    RUN(cancelled_everywhere, 1);
    RUN(running, 1, .count = ROUNDS);
    RUN(running, 0, .count = scaled(ROUNDS * 10) / 10);
    for_seeds(scaled(300), run_model);
    return 0;
}
