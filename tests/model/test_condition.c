// The condition (condition.h): no signal is missed by who had unlocked the mutex, none goes away with
// who was cancelled, and after a wait the mutex is held.
//
// sources: src/sync/condition.c src/sync/mutex.c tests/model/support/tasks.c
// mutant: unlocked before it is in the list: src/sync/condition.c: guard_take(condition);\n    tarry__wait_list_push(&condition->waiters, &self->waiter, cx->task);\n    guard_give(condition);\n    tarry_mutex_unlock(mutex); -> tarry_mutex_unlock(mutex);\n    guard_take(condition);\n    tarry__wait_list_push(&condition->waiters, &self->waiter, cx->task);\n    guard_give(condition);: deadlock
// mutant: a signal goes away with who is cancelled: src/sync/condition.c: self->result = leaves ? -ECANCELED : 0; -> self->result = tarry__is_cancelled(cx) ? -ECANCELED : 0;: deadlock
// mutant: who is handed the mutex is not woken: src/sync/condition.c: if (!tarry__mutex_enqueue(wait->mutex, first)) { -> if (tarry__mutex_enqueue(wait->mutex, first)) {: deadlock
// mutant: what is being given is not waited for: src/sync/mutex.c: uintptr_t old = guard(mutex, 0);\n    bool given = waiter->phase == TARRY__WAIT_GIVEN;\n    unguard(mutex, old);\n    return given; -> return false;: deadlock
// mutant: who is cancelled returns without the mutex: src/sync/condition.c: tarry__mutex_enqueue(self->mutex, &self->waiter); -> self->waiter.phase = TARRY__WAIT_GIVEN;: assertion
// mutant: signalled without the condition's lock: src/sync/condition.c: guard_take(condition);\n    if (condition->waiters) {\n        signal_first(condition);\n    }\n    guard_give(condition); -> if (condition->waiters) {\n        signal_first(condition);\n    }: race
#include <tarry/condition.h>

#include <errno.h>

#include "model.h"
#include "tasks.h"

static struct tarry_mutex mutex;
static struct tarry_condition condition;
static int held;   // as all that the mutex guards
static bool there; // what is waited for
static int served;

static void hold(void) {
    CHECK(held == 0);
    held = 1;
}

static void let_go(void) {
    CHECK(held == 1);
    held = 0;
    tarry_mutex_unlock(&mutex);
}

static void lock(void) {
    int answer = AWAIT(tarry_mutex_lock, .mutex = &mutex);
    CHECK(answer == 0);
    hold();
}

// Who has seen it signals the next one.
static void waiter(void *argument) {
    (void)argument;
    lock();
    while (!there) {
        held = 0;
        int answer = AWAIT(tarry_condition_wait, .condition = &condition, .mutex = &mutex);
        hold();
        CHECK(answer == 0);
    }
    served++;
    let_go();
    tarry_condition_signal(&condition);
}

// Gives up when it is cancelled; then it has had no signal.
static void cancelled_waiter(void *argument) {
    (void)argument;
    int answer = AWAIT(tarry_mutex_lock, .mutex = &mutex);
    if (answer < 0) {
        return;
    }
    hold();
    while (!there && answer == 0) {
        held = 0;
        answer = AWAIT(tarry_condition_wait, .condition = &condition, .mutex = &mutex);
        hold();
    }
    CHECK(answer == 0 || (answer == -ECANCELED && tasks_is_cancelled()));
    let_go();
    if (answer == 0) {
        tarry_condition_signal(&condition);
    }
}

static void setter(void *argument) {
    (void)argument;
    lock();
    there = true;
    if (model_choose(2) == 0) {
        tarry_condition_signal(&condition);
        let_go();
    } else {
        let_go();
        tarry_condition_signal(&condition);
    }
}

static void cancel(void *argument) {
    (void)argument;
    tasks_cancel(0);
}

static void prepare(unsigned tasks) {
    tasks_begin(tasks);
    mutex = (struct tarry_mutex)TARRY_MUTEX_INIT;
    condition = (struct tarry_condition)TARRY_CONDITION_INIT;
    held = served = 0;
    there = false;
    model_name(&mutex, sizeof mutex, "mutex");
    model_name(&condition, sizeof condition, "condition");
    model_name(&held, sizeof held, "held");
    model_name(&there, sizeof there, "there");
}

static void one(void) {
    prepare(2);
    tasks_add("waiter", waiter, NULL);
    tasks_add("setter", setter, NULL);
}

static void two(void) {
    prepare(3);
    tasks_add("waiter 0", waiter, NULL);
    tasks_add("waiter 1", waiter, NULL);
    tasks_add("setter", setter, NULL);
}

static void cancelled(void) {
    prepare(3);
    tasks_add("cancelled", cancelled_waiter, NULL);
    tasks_add("waiter", waiter, NULL);
    tasks_add("setter", setter, NULL);
    model_thread("canceller", cancel, NULL);
}

static void end(void) {
    CHECK(served >= 1 && mutex.state == 0 && !mutex.waiters && !condition.waiters);
}

int main(void) {
    static const struct model_bounds fewest = {.bounded = true, .preemptions = 1};
    static const struct model_bounds few = {.bounded = true, .preemptions = 2};
    static const struct model_bounds many = {.bounded = true, .preemptions = 3, .stale = 1};
    model_run("a waiter", one, end, model_is_long() ? NULL : &many);
    model_run("two waiters", two, end, model_is_long() ? &many : &few);
    model_run("one is cancelled", cancelled, end, model_is_long() ? &few : &fewest);
    return 0;
}
