// Notify (notify.h): a wake for one goes to one who waits or is kept, also if who had it did not want it
// in the end; and who is woken sees what was done before.
//
// sources: src/sync/notify.c tests/model/support/tasks.c
// mutant: a wake for nobody is not kept: src/sync/notify.c: notify->permit = 1; -> (void)notify;: assertion
// mutant: a permit is taken twice: src/sync/notify.c: notify->permit = 0; -> (void)notify;: assertion
// mutant: notified without the lock: src/sync/notify.c: lock(notify);\n    notify_one(notify);\n    unlock(notify); -> notify_one(notify);: race
// mutant: the wake goes away with who withdraws: src/sync/notify.c: } else if (waiter->value == ONE) { -> } else if (false) {: deadlock
// mutant: a wake for all is handed on: src/sync/notify.c: } else if (waiter->value == ONE) { -> } else {: assertion
// mutant: who was woken is cancelled: src/sync/notify.c: if (waiter->phase == TARRY__WAIT_GIVEN) {\n        *out_result = 0;\n        return true;\n    }\n    if (!tarry__is_cancelled(cx)) {\n        return false;\n    } -> if (!tarry__is_cancelled(cx)) {\n        *out_result = 0;\n        return waiter->phase == TARRY__WAIT_GIVEN;\n    }\n    if (waiter->phase == TARRY__WAIT_GIVEN) {\n        *out_result = -ECANCELED;\n        return true;\n    }: assertion
#include <tarry/notify.h>

#include <errno.h>

#include "base/atomic.h"
#include "model.h"
#include "tasks.h"

static struct tarry_notify notify;
static int content;             // written before the first wake
static _Atomic unsigned served; // orders nothing: that is the notify's

static void wait(void *passes_on) {
    int answer = AWAIT(tarry_notify_wait, .notify = &notify);
    CHECK(answer == 0 || (answer == -ECANCELED && tasks_is_cancelled()));
    if (answer == 0) {
        CHECK(content == 1);
        tarry__fetch_add(&served, 1, relaxed);
        if (passes_on) {
            tarry_notify_one(&notify);
        }
    }
}

static void wait_registered(void *argument) {
    (void)argument;
    struct tarry_notify_registration *registration =
        model_memory_new(sizeof *registration, _Alignof(struct tarry_notify_registration));
    *registration = (struct tarry_notify_registration){0};
    tarry_notify_register(&notify, registration);
    int answer = AWAIT(tarry_notify_wait_registered, .registration = registration);
    CHECK(answer == 0 && content == 1);
    tarry__fetch_add(&served, 1, relaxed);
    tarry_notify_one(&notify);
    model_memory_free(registration, sizeof *registration);
}

static void withdraw(void *argument) {
    (void)argument;
    struct tarry_notify_registration *registration =
        model_memory_new(sizeof *registration, _Alignof(struct tarry_notify_registration));
    *registration = (struct tarry_notify_registration){0};
    tarry_notify_register(&notify, registration);
    tarry_notify_withdraw(registration);
    model_memory_free(registration, sizeof *registration);
}

static void wake(void *argument) {
    (void)argument;
    content = 1;
    tarry_notify_one(&notify);
}

static void wake_all(void *argument) {
    (void)argument;
    content = 1;
    tarry_notify_all(&notify);
}

static void cancel(void *argument) {
    (void)argument;
    tasks_cancel(0);
}

static void prepare(unsigned tasks) {
    tasks_begin(tasks);
    notify = (struct tarry_notify){0};
    content = 0;
    served = 0;
    model_name(&notify, sizeof notify, "notify");
    model_name(&content, sizeof content, "content");
}

static void two(void) {
    prepare(2);
    tasks_add("0", wait, &served);
    tasks_add("1", wait_registered, NULL);
    model_thread("waker", wake, NULL);
}

static void cancelled(void) {
    prepare(1);
    tasks_add("cancelled", wait, NULL);
    model_thread("waker", wake, NULL);
    model_thread("canceller", cancel, NULL);
}

static void withdrawn(void) {
    prepare(2);
    tasks_add("withdraws", withdraw, NULL);
    tasks_add("1", wait, NULL);
    model_thread("waker", wake, NULL);
}

static void all(void) {
    prepare(1);
    tasks_add("withdraws", withdraw, NULL);
    model_thread("waker", wake_all, NULL);
}

static void end_two(void) {
    CHECK(served == 2 && !notify.waiters && notify.permit == 1);
}

static void end_one(void) {
    CHECK(served + notify.permit == 1 && !notify.waiters);
}

static void end_none(void) {
    CHECK(!notify.waiters && !notify.permit);
}

int main(void) {
    static const struct model_bounds few = {.bounded = true, .preemptions = 2, .stale = 1};
    const struct model_bounds *bounds = model_is_long() ? NULL : &few;
    model_run("two wait", two, end_two, bounds);
    model_run("one is cancelled", cancelled, end_one, bounds);
    model_run("one withdraws", withdrawn, end_one, bounds);
    model_run("all are woken, and one withdraws", all, end_none, bounds);
    return 0;
}
