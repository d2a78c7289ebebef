// The wait list, and wakes from anywhere: a gate that many tasks wait at, and that tasks of theirs,
// tasks of another runtime and plain threads open, while they are cancelled. Its memory is reused as
// soon as a wait has returned. A token that is given to a waiter is never lost: who gets it returns 1.
#include <tarry.h>

#include "../runtime/future.h"
#include "base/system.h"
#include "base/thread.h"
#include "sync/wait_list.h"

struct gate {
    _Atomic uint32_t lock;
    int tokens;
    struct tarry_waiter *waiters;
};

static void gate_give(struct gate *gate) {
    tarry__lock_take(&gate->lock);
    struct tarry_waiter *first = tarry__wait_list_first(&gate->waiters);
    if (first) {
        tarry__wait_list_give(&gate->waiters, first, 1);
    } else {
        gate->tokens++;
    }
    tarry__lock_give(&gate->lock);
}

struct gate_take__future { // 1, or -ECANCELED
    int result;
    unsigned short state;
    struct gate *gate;
    struct tarry_waiter waiter;
};

static bool gate_take__poll(void *future, struct tarry_context *cx) {
    struct gate_take__future *self = future;
    struct gate *gate = self->gate;
    bool ended = true;
    tarry__lock_take(&gate->lock);
    if (self->state != 0 && self->waiter.phase == TARRY__WAIT_GIVEN) {
        self->result = (int)self->waiter.value;
    } else if (tarry__is_cancelled(cx)) {
        if (self->state != 0) {
            tarry__wait_list_remove(&gate->waiters, &self->waiter);
        }
        self->result = -ECANCELED;
    } else if (self->state == 0 && gate->tokens > 0) {
        gate->tokens--;
        self->result = 1;
    } else {
        if (self->state == 0) {
            tarry__wait_list_push(&gate->waiters, &self->waiter, cx->task);
        }
        ended = false;
    }
    self->state = 1;
    tarry__lock_give(&gate->lock);
    return ended;
}
static const struct tarry_function gate_take__function =
    TARRY_FUTURE(gate_take, TARRY_FUTURE_RESULT(gate_take));
async int gate_take(struct gate *gate) TARRY__LIBRARY;

// ---- the list alone: order, taking out in the middle ----

static void test_order(void) {
    struct tarry_waiter waiters[4] = {0}, *list = NULL;
    struct tarry_context cx = {0};
    for (int i = 0; i < 4; i++) {
        tarry__wait_list_push(&list, &waiters[i], cx.task);
    }
    tarry__wait_list_remove(&list, &waiters[2]);
    tarry__wait_list_remove(&list, &waiters[0]);
    CHECK(tarry__wait_list_first(&list) == &waiters[1]);
    CHECK(tarry__wait_list_next(&list, &waiters[1]) == &waiters[3]);
    CHECK(!tarry__wait_list_next(&list, &waiters[3]));
    tarry__wait_list_remove(&list, &waiters[3]);
    CHECK(!tarry__wait_list_next(&list, &waiters[1]));
    tarry__wait_list_remove(&list, &waiters[1]);
    CHECK(!list);
    CHECK(waiters[1].phase == TARRY__WAIT_OUTSIDE);
}

// ---- many waiters, tokens from everywhere ----

enum { TAKERS = 32 };

static struct gate shared;
static _Atomic bool over;

static async int take_some(int times, struct tarry_scope *victim, _Atomic int *taken) {
    for (int i = 0; i < times; i++) {
        int result = await gate_take(&shared);
        if (result < 0) {
            return result;
        }
        tarry__fetch_add(taken, 1, relaxed);
    }
    if (victim) {
        tarry_cancel(victim);
    }
    return 0;
}

// Tokens keep coming, so that only a lost one, or a lost wake, could keep it from ending.
static async int taking(int times) {
    _Atomic int taken = 0;
    int results[TAKERS], cancelled[TAKERS];
    parallel (all) {
        parallel (victims) {
            for (int i = 0; i < TAKERS; i++) {
                spawn (all) results[i] = take_some(times, i == 0 ? &victims : NULL, &taken);
                spawn (victims) cancelled[i] = take_some(INT32_MAX, NULL, &taken);
            }
        }
    }
    for (int i = 0; i < TAKERS; i++) {
        CHECK(results[i] == 0 && cancelled[i] == -ECANCELED);
    }
    return taken;
}

static async void giving(_Atomic int *given) {
    while (!tarry__load(&over, acquire)) {
        gate_give(&shared);
        tarry__fetch_add(given, 1, relaxed);
        await tarry_yield();
    }
}

static _Atomic int given;

static void give_as_thread(void *argument) {
    (void)argument;
    while (!tarry__load(&over, acquire)) {
        gate_give(&shared);
        tarry__fetch_add(&given, 1, relaxed);
    }
}

static void give_as_other_runtime(void *argument) {
    (void)argument;
    struct giving__future future = {.given = &given};
    struct tarry_runtime *runtime;
    CHECK(tarry_runtime_new(&(struct tarry_options){.workers = 1}, &runtime) == 0);
    CHECK(tarry_runtime_run(runtime, &giving__function, &future, NULL) == 0);
    tarry_runtime_free(runtime);
}

static void test_anywhere(unsigned workers) {
    struct tarry__thread threads[2];
    tarry__store(&over, false, relaxed);
    CHECK(tarry__thread_start(&threads[0], "give", give_as_thread, NULL) == 0);
    CHECK(tarry__thread_start(&threads[1], "give", give_as_other_runtime, NULL) == 0);
    struct taking__future future = {.times = scaled(500)};
    int taken = (int)run_on(workers, &taking__function, &future);
    tarry__store(&over, true, release);
    tarry__thread_join(&threads[0]);
    tarry__thread_join(&threads[1]);
    CHECK(!shared.waiters && given == taken + shared.tokens);
    shared.tokens = 0;
    given = 0;
}

// ---- each wake from a thread may be the last thing before its runtime is freed ----

static async int take_once(struct gate *gate) {
    return await gate_take(gate);
}

static _Atomic(struct gate *) handed;

static void give_handed(void *argument) {
    (void)argument;
    while (!tarry__load(&over, acquire)) {
        struct gate *gate = tarry__exchange(&handed, NULL, acquire);
        if (gate) {
            gate_give(gate);
        } else {
            tarry__system_yield();
        }
    }
}

static void test_last(unsigned workers) {
    struct tarry__thread thread;
    tarry__store(&over, false, relaxed);
    CHECK(tarry__thread_start(&thread, "give", give_handed, NULL) == 0);
    for (int i = 0; i < scaled(200); i++) {
        struct gate gate = {0};
        tarry__store(&handed, &gate, release);
        struct take_once__future future = {.gate = &gate};
        CHECK(run_on(workers, &take_once__function, &future) == 1);
    }
    tarry__store(&over, true, release);
    tarry__thread_join(&thread);
}

int main(void) {
    test_order();
    test_anywhere(1);
    test_anywhere(env_workers());
    test_last(1);
    test_last(env_workers());
    return 0;
}
