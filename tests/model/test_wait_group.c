// The wait group (wait_group.h): a wait returns when all is done and never before, it sees what was
// done, and who waited may free the group.
//
// sources: src/sync/wait_group.c tests/model/support/tasks.c
// mutant: done without releasing: src/sync/wait_group.c: count - 1, acq_rel, relaxed -> count - 1, acquire, relaxed: race
// mutant: the last one acquires nothing: src/sync/wait_group.c: count - 1, acq_rel, relaxed -> count - 1, release, relaxed: race
// mutant: the last one needs no lock: src/sync/wait_group.c: if (take_one(group, 1) > 1) { -> if (take_one(group, 0) > 1) {: assertion
// mutant: who waits does not look at the count: src/sync/wait_group.c: if (tarry_wait_group_count(group) == 0) { -> if (false) {: deadlock
// mutant: looked at without the lock: src/sync/wait_group.c: if (self->state == 0 && !tarry__wait_may -> if (self->state == 0 && tarry_wait_group_count(self->group) == 0) { self->result = 0; return true; }\n    if (self->state == 0 && !tarry__wait_may: race
// mutant: who was let through is cancelled: src/sync/wait_group.c: if (self->waiter.phase == TARRY__WAIT_GIVEN) {\n        return true;\n    }\n    if (!tarry__is_cancelled(cx)) {\n        return false;\n    } -> if (!tarry__is_cancelled(cx)) {\n        return self->waiter.phase == TARRY__WAIT_GIVEN;\n    }: assertion
#include <tarry/wait_group.h>

#include <errno.h>

#include "model.h"
#include "tasks.h"

enum { PARTIES = 2 };

static struct tarry_wait_group *group;
static int work[PARTIES];

static void do_work(void *argument) {
    work[(size_t)argument] = 1;
    tarry_wait_group_done(group);
}

// One more that is added while one is left.
static void add_and_do(void *argument) {
    tarry_wait_group_add(group, 1);
    tarry_wait_group_done(group);
    do_work(argument);
}

static void check_work(void) {
    for (int i = 0; i < PARTIES; i++) {
        CHECK(work[i] == 1);
    }
}

static void wait_and_free(void *argument) {
    (void)argument;
    CHECK(AWAIT(tarry_wait_group_wait, .group = group) == 0);
    check_work();
    model_memory_free(group, sizeof *group);
}

static void wait(void *argument) {
    bool may_be_cancelled = argument;
    int answer = AWAIT(tarry_wait_group_wait, .group = group);
    CHECK(answer == 0 || (answer == -ECANCELED && may_be_cancelled && tasks_is_cancelled()));
    if (answer == 0) {
        check_work();
    }
}

static void cancel(void *argument) {
    (void)argument;
    tasks_cancel(0);
}

static void prepare(unsigned tasks) {
    tasks_begin(tasks);
    group = model_memory_new(sizeof *group, _Alignof(struct tarry_wait_group));
    *group = (struct tarry_wait_group){0};
    work[0] = work[1] = 0;
    model_name(group, sizeof *group, "group");
    model_name(work, sizeof work, "work");
    tarry_wait_group_add(group, PARTIES);
}

static void freed(void) {
    prepare(1);
    tasks_add("waits", wait_and_free, NULL);
    model_thread("first", do_work, (void *)0);
    model_thread("second", do_work, (void *)1);
}

static void added(void) {
    prepare(1);
    tasks_add("waits", wait_and_free, NULL);
    model_thread("first", do_work, (void *)0);
    model_thread("adds", add_and_do, (void *)1);
}

static void end_freed(void) {}

static void cancelled(void) {
    prepare(2);
    tasks_add("waits, cancelled", wait, group);
    tasks_add("waits", wait, NULL);
    work[0] = 1;
    tarry_wait_group_done(group);
    model_thread("last", do_work, (void *)1);
    model_thread("cancels", cancel, NULL);
}

static void end(void) {
    CHECK(group->count == 0 && !group->waiters);
}

int main(void) {
    static const struct model_bounds few = {.bounded = true, .preemptions = 2, .stale = 1};
    static const struct model_bounds many = {.bounded = true, .preemptions = 3, .stale = 1};
    const struct model_bounds *bounds = model_is_long() ? &many : &few;
    model_run("freed by who waited", freed, end_freed, bounds);
    model_run("one more is added", added, end_freed, bounds);
    model_run("one of two waits is cancelled", cancelled, end, bounds);
    return 0;
}
