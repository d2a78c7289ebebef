// Once: made by one, seen by all; who fails or is cancelled hands over to the next; cancelled at each
// place; at random; misused.
#include <tarry/once.h>
#include <tarry/testing.h>

#include "actors.h"
#include "base/memory.h"
#include "base/system.h"
#include "base/thread.h"
#include "misuse.h"

struct thing {
    struct tarry_once once;
    int made, tried;    // how often
    int failures;       // how many tries fail
    unsigned suspends;  // how often each try suspends
    _Atomic int making; // how many are at it
};

static async int make(void *argument) {
    struct thing *thing = argument;
    CHECK(tarry__fetch_add(&thing->making, 1, relaxed) == 0);
    defer tarry__fetch_sub(&thing->making, 1, relaxed);
    thing->tried++;
    for (unsigned i = 0; i < thing->suspends; i++) {
        int error = await tarry_sleep(0);
        if (error < 0) {
            return error;
        }
    }
    if (thing->failures > 0) {
        thing->failures--;
        return -EIO;
    }
    thing->made++;
    return 5; // anything but < 0
}

static async int run(struct thing *thing) {
    return await tarry_once_run(&thing->once, make, thing);
}

// ---- one task after the other ----

static async int simple(void) {
    for (unsigned suspends = 0; suspends < 3; suspends++) {
        struct thing thing = {.suspends = suspends};
        int results[5] = {1, 1, 1, 1, 1};
        CHECK(!tarry_once_is_done(&thing.once));
        concurrent (s) {
            for (int i = 0; i < 4; i++) {
                spawn (s) results[i] = run(&thing);
            }
        }
        results[4] = await run(&thing);
        for (int i = 0; i < 5; i++) {
            CHECK(results[i] == 0);
        }
        CHECK(thing.made == 1 && thing.tried == 1 && tarry_once_is_done(&thing.once));
        CHECK(!thing.once.waiters);
    }
    return 0;
}

// The first two tries fail: those two are told, the third makes it, for the others too.
static async int failing(void) {
    struct thing thing = {.suspends = 2, .failures = 2};
    int results[6];
    concurrent (s) {
        for (int i = 0; i < 6; i++) {
            spawn (s) results[i] = run(&thing);
        }
    }
    for (int i = 0; i < 6; i++) {
        CHECK(results[i] == (i < 2 ? -EIO : 0));
    }
    CHECK(thing.made == 1 && thing.tried == 3);
    struct thing hopeless = {.failures = 2};
    CHECK(await run(&hopeless) == -EIO && await run(&hopeless) == -EIO);
    CHECK(!tarry_once_is_done(&hopeless.once) && !hopeless.once.running);
    CHECK(await run(&hopeless) == 0 && hopeless.tried == 3);
    return 0;
}

static async int cancelled(void) {
    struct thing thing = {.suspends = 3};
    int makes = 1, waits = 1, next = 1;
    concurrent (all) {
        concurrent (some) {
            spawn (some) makes = run(&thing);
            spawn (some) waits = run(&thing);
            spawn (all) next = run(&thing);
            await tarry_yield();
            CHECK(thing.tried == 1);
            tarry_cancel(&some);
        }
        CHECK(makes == -ECANCELED && waits == -ECANCELED && next == 1);
    }
    CHECK(next == 0 && thing.tried >= 2 && thing.made == 1);
    within (0) {
        CHECK(await run(&thing) == -ECANCELED); // done or not
    }
    else {
        next = 2;
    }
    CHECK(next == 2);
    return 0;
}

// In the caller's own words.
static async int by_hand(struct thing *thing, bool done) {
    int result = await tarry_once_begin(&thing->once);
    if (result != 1) {
        return result;
    }
    thing->tried++;
    await tarry_yield();
    tarry_once_end(&thing->once, done);
    return 1;
}

static async int begun_by_hand(void) {
    struct thing thing = {0};
    int results[4];
    concurrent (s) {
        for (int i = 0; i < 4; i++) {
            spawn (s) results[i] = by_hand(&thing, i == 2);
        }
    }
    CHECK(results[0] == 1 && results[1] == 1 && results[2] == 1 && results[3] == 0);
    CHECK(thing.tried == 3 && await by_hand(&thing, true) == 0);
    return 0;
}

// Both arms of one task.
static async int in_a_race(void) {
    struct thing thing = {.suspends = 3};
    int first = 1, second = 1;
    race {
        when ((first = await run(&thing)) == 0) {
        }
        when ((second = await run(&thing)) == 0) {
        }
    }
    CHECK(first == 0 && thing.tried == 1 && (second == 0 || second == -ECANCELED));
    return 0;
}

// ---- cancelled at each place ----

static async int run_twice(void *argument) {
    int error = await run(argument);
    return error < 0 ? error : await run(argument);
}

static async int cancelled_everywhere(void) {
    int result = 0;
    unsigned n = 1, refused = 0, before = 0, after = 0;
    for (bool cancelled = true; cancelled; n++) {
        struct thing thing = {.suspends = 2};
        int others[2] = {1, 1};
        concurrent (s) {
            if (n % 2) { // the one that is cancelled is the first, or one that waits
                spawn (s) others[0] = run(&thing);
                await tarry_yield();
            }
            spawn (s) cancelled = tarry_cancel_nth((n + 1) / 2, run_twice, &thing, &result);
            await tarry_yield();
            spawn (s) others[1] = run(&thing);
        }
        CHECK(result == 0 || result == -ECANCELED);
        CHECK(n % 2 == 0 || others[0] == 0);
        CHECK(others[1] == 0 && thing.made == 1 && !thing.once.waiters && thing.making == 0);
        refused += result < 0;
        before += thing.tried == 1;
        after += thing.tried > 1;
    }
    CHECK(n > 6 && refused > 2 && before > 0 && after > 0);
    return 0;
}

// ---- no memory for the frame of what is awaited: that is a failure, and the next one tries ----

enum { BIG = 1 << 20 };

static bool fails_big(size_t size) {
    return size >= BIG;
}

static async int make_big(void *argument) {
    volatile char big[BIG];
    struct thing *thing = argument;
    big[BIG - 1] = 1;
    await tarry_yield();
    thing->made += big[BIG - 1];
    return 0;
}

static async int without_memory(void) {
    struct thing thing = {0};
    int results[3];
    concurrent (s) {
        spawn (s) results[0] = by_hand(&thing, false); // so that the others wait
        spawn (s) results[1] = tarry_once_run(&thing.once, make_big, &thing);
        spawn (s) results[2] = run(&thing);
        await tarry_yield();
        tarry__memory_fault_set(fails_big);
        await yields(10);
        tarry__memory_fault_set(NULL);
        CHECK(tarry_scope_error(&s) == -ENOMEM);
    }
    CHECK(results[0] == 1 && results[1] == -ENOMEM && results[2] == 0);
    CHECK(thing.made == 1 && tarry_once_is_done(&thing.once));
    struct thing other = {0};
    CHECK(await tarry_once_run(&other.once, make_big, &other) == 0 && other.made == 1);
    return 0;
}

// ---- seen by a thread that only asks; the memory may go when it is done ----

static _Atomic(struct thing *) asked;
static _Atomic bool over;

static void ask(void *argument) {
    (void)argument;
    while (!tarry__load(&over, acquire)) {
        struct thing *thing = tarry__load(&asked, acquire);
        if (thing && tarry_once_is_done(&thing->once)) {
            CHECK(thing->made == 1);
            tarry__store(&asked, NULL, release);
        }
        tarry__system_yield();
    }
}

enum { RUNNERS = 6 };

static async int running(int times) {
    for (int i = 0; i < times; i++) {
        struct thing thing = {.suspends = (unsigned)i % 3, .failures = i % 2};
        int results[RUNNERS];
        if (i % 10 == 0) {
            tarry__store(&asked, &thing, release);
        }
        parallel (s) {
            for (int k = 0; k < RUNNERS; k++) {
                spawn (s) results[k] = run(&thing);
            }
        }
        int failed = 0;
        for (int k = 0; k < RUNNERS; k++) {
            CHECK(results[k] == 0 || results[k] == -EIO);
            failed += results[k] < 0;
        }
        CHECK(thing.made == 1 && failed == i % 2 && thing.tried == 1 + failed);
        while (tarry__load(&asked, acquire)) {
            await tarry_yield();
        }
        CHECK(is_left_alone(&thing, sizeof thing));
    }
    return 0;
}

static void test_running(unsigned workers) {
    struct tarry__thread thread;
    tarry__store(&over, false, relaxed);
    CHECK(tarry__thread_start(&thread, "ask", ask, NULL) == 0);
    RUN(running, workers, .times = scaled(500));
    tarry__store(&over, true, release);
    tarry__thread_join(&thread);
}

// ---- at random ----

enum { ACTORS_MAX = 7, MOVES = 8 };

static struct {
    struct thing things[MOVES];
    struct actor actors[ACTORS_MAX];
    unsigned count;
} model;

// 0: it has seen it done.
static async int need(struct actor *actor, struct thing *thing) {
    int result = 1;
    parallel (s) {
        actor_expose(actor, &s);
        race {
            when ((result = await run(thing)) == 0) {
            }
            when (await yields(actor_random(actor, 8))) {
            }
        }
        actor_expose(actor, NULL);
    }
    EXPECT(result == 0 || result == -EIO || result == -ECANCELED);
    EXPECT(result != 0 || (thing->made == 1 && tarry_once_is_done(&thing->once)));
    return result;
}

static async int act(struct actor *actor) {
    for (int i = 0; i < MOVES; i++) {
        while (await need(actor, &model.things[i]) != 0) {
            actor_attack(&model.actors[actor_random(actor, model.count)]);
            await yields(actor_random(actor, 3));
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
    model.count = (unsigned)(seed % ACTORS_MAX) + 1;
    for (unsigned i = 0; i < ACTORS_MAX; i++) {
        actor_init(&model.actors[i], seed, (int)i);
    }
    for (unsigned i = 0; i < MOVES; i++) {
        unsigned random = actor_random(&model.actors[0], 1000);
        model.things[i] = (struct thing){.suspends = random % 4, .failures = (int)(random / 4 % 3)};
    }
    RUN(acting, workers);
    for (unsigned i = 0; i < MOVES; i++) {
        EXPECT(model.things[i].made == 1 && !model.things[i].once.waiters);
    }
}

// ---- misused ----

static async int end_of_nothing(void) {
    struct tarry_once once = {0};
    tarry_once_end(&once, true);
    return 0;
}

static void end_of_what_is_done(void) {
    struct tarry_once once = {.running = true};
    tarry_once_end(&once, true);
    tarry_once_end(&once, true);
}

int main(void) {
    EXPECT_MISUSE(end_of_nothing, "tarry_once_end: nothing was begun", "end_of_nothing");
    expect_misuse(end_of_what_is_done, "tarry_once_end: nothing was begun", "addr2line");
    RUN(simple, 1);
    RUN(failing, 1);
    RUN(cancelled, 1);
    RUN(begun_by_hand, 1);
    RUN(in_a_race, 1);
    RUN(cancelled_everywhere, 1);
    RUN(without_memory, 1);
    test_running(1);
    test_running(0);
    for_seeds(scaled(300), run_model);
    return 0;
}
