// The wait group: counted from tasks and threads, gone as soon as a wait has returned; cancelled at each
// place; at random against a model; misused.
#include <tarry/testing.h>
#include <tarry/wait_group.h>

#include "actors.h"
#include "base/system.h"
#include "base/thread.h"
#include "misuse.h"
#include "sync/wait_list.h"

// ---- one task after the other ----

static async int simple(void) {
    struct tarry_wait_group group = {0};
    CHECK(await tarry_wait_group_wait(&group) == 0);
    int results[3] = {1, 1, 1};
    for (int round = 0; round < 3; round++) { // to be used again
        concurrent (s) {
            tarry_wait_group_add(&group, 2);
            for (int i = 0; i < 3; i++) {
                spawn (s) results[i] = tarry_wait_group_wait(&group);
            }
            await yields(2);
            tarry_wait_group_add(&group, 1);
            tarry_wait_group_done(&group);
            tarry_wait_group_done(&group);
            await yields(2);
            CHECK(results[0] == 1 && tarry_wait_group_count(&group) == 1);
            tarry_wait_group_done(&group);
        }
        for (int i = 0; i < 3; i++) {
            CHECK(results[i] == 0);
            results[i] = 1;
        }
        CHECK(tarry_wait_group_count(&group) == 0 && !group.waiters);
    }
    return 0;
}

static async int cancelled(void) {
    struct tarry_wait_group group = {0};
    int stays = 1, leaves = 1, late = 1;
    tarry_wait_group_add(&group, 1);
    concurrent (all) {
        spawn (all) stays = tarry_wait_group_wait(&group);
        concurrent (some) {
            spawn (some) leaves = tarry_wait_group_wait(&group);
            await tarry_yield();
            tarry_cancel(&some);
        }
        CHECK(leaves == -ECANCELED && stays == 1);
        CHECK(group.waiters && group.waiters->next == group.waiters);
        concurrent (some) {
            spawn (some) late = tarry_wait_group_wait(&group);
            await tarry_yield();
            tarry_wait_group_done(&group);
            tarry_cancel(&some);
        }
        CHECK(late == 0);
    }
    CHECK(stays == 0);
    within (0) {
        CHECK(await tarry_wait_group_wait(&group) == -ECANCELED);
    }
    else {
        stays = 2;
    }
    CHECK(stays == 2);
    return 0;
}

static async int wait_twice(void *argument) {
    int error = await tarry_wait_group_wait(argument);
    return error < 0 ? error : await tarry_wait_group_wait(argument);
}

static async int cancelled_everywhere(void) {
    struct tarry_wait_group group = {0};
    int result = 1;
    unsigned n = 1, refused = 0;
    int other = 1;
    for (bool cancelled = true; cancelled; n++) {
        tarry_wait_group_add(&group, 1);
        concurrent (s) {
            spawn (s) cancelled = tarry_cancel_nth(n, wait_twice, &group, &result);
            spawn (s) other = tarry_wait_group_wait(&group);
            await yields(3);
            tarry_wait_group_done(&group);
        }
        CHECK(result == 0 || result == -ECANCELED);
        refused += result != 0;
        CHECK(other == 0 && !group.waiters && group.count == 0);
    }
    CHECK(result == 0 && n > 3 && refused > 0);
    return 0;
}

// ---- done on threads, and gone with the wait ----

enum { SLOTS = 16, THREADS = 2, PARTS = 5 };

static _Atomic(struct tarry_wait_group *) slots[THREADS][SLOTS];
static _Atomic bool over;

static void finish(void *argument) {
    _Atomic(struct tarry_wait_group *) *mine = argument;
    while (!tarry__load(&over, acquire)) {
        for (int i = 0; i < SLOTS; i++) {
            struct tarry_wait_group *group = tarry__exchange(&mine[i], NULL, acquire);
            for (int k = 0; group && k < PARTS; k++) {
                tarry_wait_group_done(group);
            }
        }
        tarry__system_yield(); // there are fewer processors than threads
    }
}

static async int hand_out(int slot, int times) {
    for (int i = 0; i < times; i++) {
        struct tarry_wait_group group = {0};
        tarry_wait_group_add(&group, THREADS * PARTS);
        for (int k = 0; k < THREADS; k++) {
            tarry__store(&slots[k][slot], &group, release);
        }
        for (int spins = 0; i % 2 && tarry_wait_group_count(&group) > 0; spins++) {
            // So that the wait begins while the last is being done.
            if (spins % 1000 == 999) {
                tarry__system_yield();
            }
        }
        CHECK(await tarry_wait_group_wait(&group) == 0);
        CHECK(group.count == 0 && !group.waiters);
        CHECK(is_left_alone(&group, sizeof group));
    }
    return 0;
}

static async int handing_out(int times) {
    parallel (s) {
        for (int i = 0; i < SLOTS; i++) {
            spawn (s) hand_out(i, times);
        }
    }
    return 0;
}

static void test_threads(unsigned workers) {
    struct tarry__thread threads[THREADS];
    tarry__store(&over, false, relaxed);
    for (int i = 0; i < THREADS; i++) {
        CHECK(tarry__thread_start(&threads[i], "finish", finish, slots[i]) == 0);
    }
    RUN(handing_out, workers, .times = scaled(100));
    tarry__store(&over, true, release);
    for (int i = 0; i < THREADS; i++) {
        tarry__thread_join(&threads[i]);
    }
}

// ---- at random ----
//
// Rounds: one actor counts up, gives the parts to the others, and waits; so do some that only watch. Who
// is let through sees all parts done, and a wait that was cancelled can be begun again.

enum { ACTORS_MAX = 8, ROUNDS = 6 };

static struct {
    struct tarry_wait_group group;
    struct actor actors[ACTORS_MAX]; // who watch
    struct actor workers[ACTORS_MAX];
    unsigned count;
    _Atomic unsigned done;
    unsigned wanted;
} model;

static async int work(struct actor *actor) {
    await yields(actor_random(actor, 4));
    actor_attack(&model.actors[actor_random(actor, model.count)]);
    tarry__fetch_add(&model.done, 1, relaxed);
    tarry_wait_group_done(&model.group);
    return 0;
}

static async int watch(struct actor *actor) {
    for (;;) {
        int result = 1;
        parallel (s) {
            actor_expose(actor, &s);
            race {
                when ((result = await tarry_wait_group_wait(&model.group)) == 0) {
                }
                when (await yields(actor_random(actor, 5))) {
                }
            }
            actor_expose(actor, NULL);
        }
        EXPECT(result == 0 || result == -ECANCELED);
        if (result == 0) {
            EXPECT(tarry__load(&model.done, relaxed) == model.wanted);
            return 0;
        }
    }
}

static async int round_of(struct actor *first) {
    unsigned parts = actor_random(first, ACTORS_MAX);
    model.wanted = parts;
    tarry__store(&model.done, 0, relaxed);
    tarry_wait_group_add(&model.group, parts);
    parallel (s) {
        for (unsigned i = 0; i < model.count; i++) {
            spawn (s) watch(&model.actors[i]);
        }
        for (unsigned i = 0; i < parts; i++) {
            spawn (s) work(&model.workers[i]);
        }
    }
    EXPECT(model.group.count == 0 && !model.group.waiters);
    return 0;
}

static async int acting(void) {
    for (int i = 0; i < ROUNDS; i++) {
        await round_of(&model.actors[0]);
    }
    return 0;
}

static void run_model(unsigned workers, uint64_t seed) {
    model.count = (unsigned)(seed % (ACTORS_MAX - 1)) + 1;
    for (unsigned i = 0; i < ACTORS_MAX; i++) {
        actor_init(&model.actors[i], seed, (int)i);
        actor_init(&model.workers[i], seed, (int)i + 100);
    }
    RUN(acting, workers);
}

// ---- misused ----

static void too_many_done(void) {
    struct tarry_wait_group group = {0};
    tarry_wait_group_add(&group, 1);
    tarry_wait_group_done(&group);
    tarry_wait_group_done(&group);
}

static async int too_many_added(void) {
    struct tarry_wait_group group = {0};
    tarry_wait_group_add(&group, UINT32_MAX);
    tarry_wait_group_add(&group, 1);
    return 0;
}

int main(void) {
    expect_misuse(too_many_done, "tarry_wait_group_done: more are done than were added",
                  "addr2line");
    EXPECT_MISUSE(too_many_added, "tarry_wait_group_add: more than can be counted",
                  "too_many_added");
    RUN(simple, 1);
    RUN(cancelled, 1);
    RUN(cancelled_everywhere, 1);
    test_threads(1);
    test_threads(0);
    for_seeds(scaled(300), run_model);
    return 0;
}
