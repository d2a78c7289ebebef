// Events (event.h): set by tasks and plain threads, awaited, cancelled, and gone as soon as a wait has
// returned. Nobody waits for an event that is set, and who was let through sees what was written
// before.
//
// sources: src/sync/event.c src/runtime/future.c src/runtime/mailbox.c tests/model/support/tasks.c
// mutant: set releases nothing: src/sync/event.c: &word, next, acq_rel, relaxed));\n    if (!(word & LOCKED)) -> &word, next, acquire, relaxed));\n    if (!(word & LOCKED)): race
// mutant: set does not acquire the ring: src/sync/event.c: &word, next, acq_rel, relaxed));\n    if (!(word & LOCKED)) -> &word, next, release, relaxed));\n    if (!(word & LOCKED)): race
// mutant: a first look acquires nothing: src/sync/event.c: tarry__load(tarry__atomic_word(&event->word), acquire) & SET -> tarry__load(tarry__atomic_word(&event->word), relaxed) & SET: race
// mutant: unlock releases nothing: src/sync/event.c: acq_rel, relaxed));\n    return word & PENDING -> acquire, relaxed));\n    return word & PENDING: race
// mutant: unlock does not see the set it does the work of: src/sync/event.c: acq_rel, relaxed));\n    return word & PENDING -> release, relaxed));\n    return word & PENDING: race
// mutant: unlock leaves who is to be let through: src/sync/event.c: return word & PENDING;\n} -> return false;\n}: deadlock
// mutant: set leaves nothing to who holds the lock: src/sync/event.c: word & LOCKED ? word | PENDING | SET : SET -> word & LOCKED ? word | SET : SET: deadlock
// mutant: the next waiter is read after the first was fired: src/sync/event.c: first = waiter->next; // 5\n        tarry_waker_fire(&waiter->waker); -> tarry_waker_fire(&waiter->waker);\n        first = waiter->next;: race
// mutant: who leaves does not look whether there is a ring: src/sync/event.c: ring && event->list == waiter->list; -> true;: race
#include <tarry/event.h>

#include <errno.h>

#include "model.h"
#include "tasks.h"

static struct tarry_event *event;
static int written; // before the event is set
static int waits, returned;
static _Atomic(uint32_t) lock;

static void let_go(void) {
    model_lock_take(&lock);
    if (++returned == waits) {
        model_memory_free(event, sizeof *event);
    }
    model_lock_give(&lock);
}

static void wait(void *argument) {
    (void)argument;
    int answer = AWAIT(tarry_event_wait, .event = event);
    CHECK(answer == 0 || (answer == -ECANCELED && tasks_is_cancelled()));
    if (answer == 0) {
        CHECK(written == 1);
    }
    let_go();
}

static void set(void *argument) {
    written = 1;
    tarry_event_set(event);
    if (argument) {
        let_go();
    }
}

static void cancel(void *argument) {
    (void)argument;
    if (waits == 3 && model_choose(2) == 1) { // else another one would wait for ever
        tarry_event_reset(event);
    }
    tasks_cancel(0);
    let_go();
}

static void prepare(unsigned waiters, bool cancels) {
    tasks_begin(waiters);
    event = model_memory_new(sizeof *event, _Alignof(struct tarry_event));
    *event = (struct tarry_event){0};
    written = returned = 0;
    lock = 0;
    waits =
        (int)waiters + (cancels ? 2 : 0); // one that is cancelled may end before the setter does
    model_name(event, sizeof *event, "event");
    for (unsigned i = 0; i < waiters; i++) {
        tasks_add(i == 0 ? "waiter 0" : "waiter 1", wait, NULL);
    }
    model_thread("setter", set, cancels ? event : NULL);
    if (cancels) {
        model_thread("canceller", cancel, NULL);
    }
}

static void one(void) {
    prepare(1, false);
}

static void two(void) {
    prepare(2, false);
}

static void cancelled(void) {
    prepare(1, true);
}

static void two_cancelled(void) {
    prepare(2, true);
}

static void end(void) {
    CHECK(returned == waits);
}

int main(void) {
    model_run("one waiter", one, end, NULL);
    static const struct model_bounds bounds = {.bounded = true, .preemptions = 2, .stale = 1};
    model_run("one waiter, cancelled", cancelled, end, &bounds);
    model_run("two waiters", two, end, &bounds);
    if (model_is_long()) {
        model_run("two waiters, all orders", two, end, NULL);
        model_run("one waiter, cancelled, all orders", cancelled, end, NULL);
        model_run("two waiters, one cancelled", two_cancelled, end, &bounds);
    }
    return 0;
}
