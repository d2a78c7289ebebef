// Once (once.h): one task at a time makes it, one that fails hands over to the next, who sees that it is
// done sees what was made, and whoever was told may free it.
//
// sources: src/sync/once.c tests/model/support/tasks.c
// mutant: done without releasing: src/sync/once.c: tarry__store(tarry__atomic_u32(&once->word), next, release); -> tarry__store(tarry__atomic_u32(&once->word), next, relaxed);: race
// mutant: asked without acquiring: src/sync/once.c: return tarry__load(tarry__atomic_u32(&once->word), acquire) == DONE; -> return tarry__load(tarry__atomic_u32(&once->word), relaxed) == DONE;: race
// mutant: locked without acquiring: src/sync/once.c: &seen, TAKEN, acquire, acquire) -> &seen, TAKEN, relaxed, acquire): race
// mutant: found done without acquiring: src/sync/once.c: &seen, TAKEN, acquire, acquire) -> &seen, TAKEN, acquire, relaxed): race
// mutant: done, and then given: src/sync/once.c: if (done) {\n        tarry -> if (done) {\n        unlock(once, DONE);\n        tarry: race
// mutant: who waits is not told: src/sync/once.c: tarry__wait_list_give_all(&once->waiters, 0); -> ;: deadlock
// mutant: a failure is nobody's turn: src/sync/once.c: } else if (once->waiters) { -> } else if (false) {: deadlock
// mutant: a failure is two tasks' turn: src/sync/once.c: tarry__wait_list_give(&once->waiters, once->waiters, 1); -> tarry__wait_list_give(&once->waiters, once->waiters, 1);\n        once->running = false;: assertion
// mutant: a turn that was given is cancelled: src/sync/once.c: if (self->waiter.phase == TARRY__WAIT_GIVEN) { -> if (self->waiter.phase == TARRY__WAIT_GIVEN && !tarry__is_cancelled(cx)) {: assertion
#include <tarry/once.h>

#include <errno.h>

#include "base/atomic.h"
#include "model.h"
#include "tasks.h"

static struct tarry_once *once;
static int made;                  // what is made
static _Atomic bool is_at_it;     // somebody makes it
static _Atomic unsigned failures; // still to come

// Its turn.
static void make(void) {
    CHECK(!tarry__exchange(&is_at_it, true, relaxed)); // orders nothing: that is the once's
    CHECK(made == 0);
    bool fails = failures > 0;
    failures -= fails;
    made = !fails;
    tarry__store(&is_at_it, false, relaxed);
    tarry_once_end(once, !fails);
}

// Whether it is done.
static bool use(bool may_be_cancelled) {
    int answer = AWAIT(tarry_once_begin, .once = once);
    CHECK(answer == 0 || answer == 1 ||
          (answer == -ECANCELED && may_be_cancelled && tasks_is_cancelled()));
    if (answer == 1) {
        make();
    } else if (answer == 0) {
        CHECK(made == 1);
    }
    return answer == 0;
}

static void run(void *argument) {
    use(argument);
}

static void ask(void *argument) {
    (void)argument;
    if (tarry_once_is_done(once)) {
        CHECK(made == 1);
    }
}

static void end_it(void *argument) {
    (void)argument;
    made = 1;
    tarry_once_end(once, true);
}

static void run_and_free(void *argument) {
    (void)argument;
    CHECK(use(false));
    model_memory_free(once, sizeof *once);
}

static void ask_and_free(void *argument) {
    (void)argument;
    if (tarry_once_is_done(once)) {
        CHECK(made == 1);
        model_memory_free(once, sizeof *once);
    }
}

static void cancel(void *argument) {
    (void)argument;
    tasks_cancel(0);
}

static void prepare(unsigned tasks, bool is_running, unsigned fail) {
    tasks_begin(tasks);
    once = model_memory_new(sizeof *once, _Alignof(struct tarry_once));
    *once = (struct tarry_once){.running = is_running};
    made = 0;
    is_at_it = false;
    failures = fail;
    model_name(once, sizeof *once, "once");
    model_name(&made, sizeof made, "made");
}

static void two_tasks(void) {
    prepare(2, false, 0);
    tasks_add("0", run, NULL);
    tasks_add("1", run, NULL);
    model_thread("asks", ask, NULL);
}

static void one_fails(void) {
    prepare(3, false, 1);
    for (int i = 0; i < 3; i++) {
        tasks_add("task", run, NULL);
    }
}

static void cancelled(void) {
    prepare(2, false, 1);
    tasks_add("cancelled", run, once);
    tasks_add("not", run, NULL);
    model_thread("cancels", cancel, NULL);
}

static void end(void) {
    CHECK(!once->waiters && !is_at_it && tarry_once_is_done(once) == (made == 1));
}

static void freed_by_waiter(void) {
    prepare(1, true, 0);
    tasks_add("waits", run_and_free, NULL);
    model_thread("ends it", end_it, NULL);
}

static void freed_by_who_asks(void) {
    prepare(0, true, 0);
    model_thread("ends it", end_it, NULL);
    model_thread("asks", ask_and_free, NULL);
}

static void end_freed(void) {
    CHECK(made == 1);
}

int main(void) {
    static const struct model_bounds few = {.bounded = true, .preemptions = 2, .stale = 1};
    static const struct model_bounds many = {.bounded = true, .preemptions = 3, .stale = 1};
    const struct model_bounds *bounds = model_is_long() ? &many : &few;
    model_run("freed by who waited", freed_by_waiter, end_freed, bounds);
    model_run("freed by who asked", freed_by_who_asks, end_freed, bounds);
    model_run("two tasks", two_tasks, end, bounds);
    model_run("one fails, one is cancelled", cancelled, end, bounds);
    model_run("the first fails", one_fails, end, bounds);
    return 0;
}
