// The barrier (barrier.h): nobody gets through before all have come, one of each round leads, each
// sees what the others did before, and who leaves, cancelled, was not there. With the chains of
// wait_list.h.
//
// sources: src/sync/barrier.c tests/model/support/tasks.c
// mutant: given without releasing: src/sync/wait_list.h: next = waiter->next;\n        waiter->value = value;\n        tarry__task_wake_from_anywhere(waiter->task);\n        tarry__store(tarry__wait_phase(waiter), TARRY__WAIT_GIVEN, release); -> next = waiter->next;\n        waiter->value = value;\n        tarry__task_wake_from_anywhere(waiter->task);\n        tarry__store(tarry__wait_phase(waiter), TARRY__WAIT_GIVEN, relaxed);: race
// mutant: seen without acquiring: src/sync/wait_list.h: tarry__load(tarry__wait_phase(waiter), acquire) == TARRY__WAIT_GIVEN -> tarry__load(tarry__wait_phase(waiter), relaxed) == TARRY__WAIT_GIVEN: race
// mutant: given before the wake: src/sync/wait_list.h: next = waiter->next;\n        waiter->value = value;\n        tarry__task_wake_from_anywhere(waiter->task);\n        tarry__store(tarry__wait_phase(waiter), TARRY__WAIT_GIVEN, release); -> next = waiter->next;\n        waiter->value = value;\n        struct tarry_task *task = waiter->task;\n        tarry__store(tarry__wait_phase(waiter), TARRY__WAIT_GIVEN, release);\n        tarry__task_wake_from_anywhere(task);: race
// mutant: who is taken out does not wait to be given: src/sync/barrier.c: if (!waits) { -> if (false) {: race
// mutant: the next round begins half full: src/sync/barrier.c: barrier->waiting = 0; -> : assertion
// mutant: who left is counted: src/sync/barrier.c: barrier->waiting--; -> : assertion
// mutant: come without the lock: src/sync/barrier.c: tarry__lock_take(lock);\n    bool ended = come(self, cx, &chain);\n    tarry__lock_give(lock); -> bool ended = come(self, cx, &chain);: race
#include <tarry/barrier.h>

#include <errno.h>

#include "base/atomic.h"
#include "model.h"
#include "tasks.h"

enum { TASKS_MAX = 3 };

static struct tarry_barrier barrier;
static unsigned parties;
static int work[TASKS_MAX];
static _Atomic unsigned came, led, left; // order nothing: that is the barrier's

static int meet(void) {
    tarry__fetch_add(&came, 1, relaxed);
    int answer = AWAIT(tarry_barrier_wait, .barrier = &barrier);
    if (answer == 1) {
        tarry__fetch_add(&led, 1, relaxed);
    }
    return answer;
}

// All parties come once.
static void run(void *argument) {
    work[(size_t)argument] = 1;
    int answer = meet();
    CHECK(answer >= 0 && tarry__load(&came, relaxed) == parties);
    int sum = 0;
    for (unsigned i = 0; i < parties; i++) {
        sum += work[i];
    }
    CHECK(sum == (int)parties);
}

static void run_twice(void *argument) {
    (void)argument;
    for (unsigned round = 1; round <= 2; round++) {
        int answer = meet();
        CHECK(answer >= 0 && tarry__load(&came, relaxed) >= round * parties);
    }
}

static void run_cancelled(void *argument) {
    (void)argument;
    int answer = meet();
    CHECK(answer >= 0 || (answer == -ECANCELED && tasks_is_cancelled()));
    CHECK(answer < 0 || tarry__load(&came, relaxed) == 2);
    tarry__fetch_add(&left, answer < 0, relaxed);
}

static void cancel_both(void *argument) {
    (void)argument;
    tasks_cancel(0);
    tasks_cancel(1);
}

static void prepare(unsigned tasks, unsigned count) {
    tasks_begin(tasks);
    parties = count;
    barrier = (struct tarry_barrier)TARRY_BARRIER_INIT(count);
    for (int i = 0; i < TASKS_MAX; i++) {
        work[i] = 0;
    }
    came = led = left = 0;
    model_name(&barrier, sizeof barrier, "barrier");
    model_name(work, sizeof work, "work");
}

static void two(void) {
    prepare(2, 2);
    tasks_add("0", run, (void *)0);
    tasks_add("1", run, (void *)1);
}

static void three(void) {
    prepare(3, 3);
    tasks_add("0", run, (void *)0);
    tasks_add("1", run, (void *)1);
    tasks_add("2", run, (void *)2);
}

static void twice(void) {
    prepare(2, 2);
    tasks_add("0", run_twice, NULL);
    tasks_add("1", run_twice, NULL);
}

// Both are cancelled, so that nobody waits for ever.
static void cancelled(void) {
    prepare(2, 2);
    tasks_add("cancelled", run_cancelled, NULL);
    tasks_add("other", run_cancelled, NULL);
    model_thread("canceller", cancel_both, NULL);
}

static void end_once(void) {
    CHECK(led == 1 && !barrier.waiters && barrier.waiting == 0);
}

static void end_twice(void) {
    CHECK(led == 2 && !barrier.waiters && barrier.waiting == 0);
}

static void end_cancelled(void) {
    CHECK(led == (left == 0) && left != 1); // together, or not at all
    CHECK(!barrier.waiters && barrier.waiting == 0);
}

int main(void) {
    static const struct model_bounds few = {.bounded = true, .preemptions = 2, .stale = 1};
    static const struct model_bounds many = {.bounded = true, .preemptions = 3, .stale = 2};
    const struct model_bounds *bounds = model_is_long() ? &many : &few;
    model_run("two", two, end_once, bounds);
    model_run("three", three, end_once, bounds);
    model_run("two, twice", twice, end_twice, bounds);
    model_run("cancelled", cancelled, end_cancelled, bounds);
    return 0;
}
