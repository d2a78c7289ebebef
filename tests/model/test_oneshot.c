// The oneshot (oneshot.h): one value goes to one receiver, whoever is told that nothing more will come
// may free the slot, and a cancelled receiver has taken nothing.
//
// sources: src/sync/oneshot.c tests/model/support/tasks.c
// mutant: asking takes no lock: src/sync/oneshot.c: lock((Oneshot *)oneshot);\n    bool closed = oneshot->phase != OPEN;\n    unlock((Oneshot *)oneshot); -> bool closed = oneshot->phase != OPEN;: race
// mutant: the slot is touched after its lock is given: src/sync/oneshot.c: oneshot->phase = CLOSED;\n        give_all(oneshot);\n    }\n    unlock(oneshot); -> give_all(oneshot);\n    }\n    unlock(oneshot);\n    oneshot->phase = CLOSED;: race
// mutant: a value is given and kept: src/sync/oneshot.c: oneshot->phase = CLOSED;\n            tarry__wait_list_give(&oneshot->receivers, first, 1); -> oneshot->phase = SENT; memcpy(store, value, size);\n            tarry__wait_list_give(&oneshot->receivers, first, 1);: assertion
// mutant: a value that was given is cancelled: src/sync/oneshot.c: if (waiter->phase == TARRY__WAIT_GIVEN) { -> if (waiter->phase == TARRY__WAIT_GIVEN && !tarry__is_cancelled(cx)) {: assertion
// mutant: the others are not told: src/sync/oneshot.c: give_all(oneshot);\n    }\n    unlock(oneshot);\n    return result; -> }\n    unlock(oneshot);\n    return result;: deadlock
#include <tarry/oneshot.h>

#include <errno.h>

#include "base/atomic.h"
#include "model.h"
#include "tasks.h"

typedef TARRY_ONESHOT(int) slot_type;

static slot_type *slot;
static _Atomic unsigned received; // values
static _Atomic bool sent;

static void free_slot(void) {
    model_memory_free(slot, sizeof *slot);
}

// ---- who was told may free it ----

static void receive_and_free(void *argument) {
    (void)argument;
    int value = 0;
    CHECK(AWAIT(tarry_oneshot_receive, .oneshot = &slot->oneshot, .store = &slot->value,
                .place = &value, .size = sizeof value) == 1);
    CHECK(value == 7);
    free_slot();
}

static void wait_closed_and_free(void *argument) {
    (void)argument;
    CHECK(AWAIT(tarry_oneshot_wait_closed, .oneshot = &slot->oneshot) == 0);
    free_slot();
}

static void ask_and_free(void *argument) {
    (void)argument;
    if (tarry_oneshot_is_closed(slot)) {
        free_slot();
    }
}

static void send(void *argument) {
    (void)argument;
    CHECK(tarry_oneshot_send(slot, 7) == 0);
}

static void close(void *argument) {
    (void)argument;
    tarry_oneshot_close(slot);
}

static void prepare(unsigned tasks) {
    tasks_begin(tasks);
    slot = model_memory_new(sizeof *slot, _Alignof(slot_type));
    *slot = (slot_type){0};
    received = 0;
    sent = false;
    model_name(slot, sizeof *slot, "slot");
}

static void freed_by_receiver(void) {
    prepare(1);
    tasks_add("receives", receive_and_free, NULL);
    model_thread("sends", send, NULL);
}

static void freed_by_watcher(void) {
    prepare(1);
    tasks_add("waits for the close", wait_closed_and_free, NULL);
    model_thread("closes", close, NULL);
}

static void freed_by_who_asks(void) {
    prepare(0);
    model_thread("closes", close, NULL);
    model_thread("asks", ask_and_free, NULL);
}

static void freed(void) {}

// ---- one value ----

static void receive(void *argument) {
    bool may_be_cancelled = argument;
    int value = 0;
    int got = AWAIT(tarry_oneshot_receive, .oneshot = &slot->oneshot, .store = &slot->value,
                    .place = &value, .size = sizeof value);
    CHECK(got == 0 || got == 1 || (got == -ECANCELED && may_be_cancelled && tasks_is_cancelled()));
    CHECK(value == (got == 1 ? 7 : 0));
    received += got == 1;
}

static void try_to_send(void *argument) {
    (void)argument;
    int error = tarry_oneshot_send(slot, 7);
    CHECK(error == 0 || error == -EPIPE);
    sent = error == 0;
}

static void cancel(void *argument) {
    (void)argument;
    tasks_cancel(0);
}

static void two_receivers(void) {
    prepare(2);
    tasks_add("receives, cancelled", receive, slot);
    tasks_add("receives", receive, NULL);
    model_thread("sends", try_to_send, NULL);
    model_thread("cancels", cancel, NULL);
}

static void closed_meanwhile(void) {
    prepare(1);
    tasks_add("receives", receive, NULL);
    model_thread("sends", try_to_send, NULL);
    model_thread("closes", close, NULL);
}

static void end(void) {
    int value = 0;
    received += tarry_oneshot_try_receive(slot, &value) == 1;
    CHECK(received == sent && !slot->oneshot.receivers && !slot->oneshot.watchers);
}

int main(void) {
    static const struct model_bounds few = {.bounded = true, .preemptions = 2, .stale = 1};
    static const struct model_bounds many = {.bounded = true, .preemptions = 3, .stale = 1};
    const struct model_bounds *bounds = model_is_long() ? &many : &few;
    model_run("freed by who received", freed_by_receiver, freed, bounds);
    model_run("freed by who waited for the close", freed_by_watcher, freed, bounds);
    model_run("freed by who asked", freed_by_who_asks, freed, bounds);
    model_run("two receivers, one is cancelled", two_receivers, end, bounds);
    model_run("sent and closed", closed_meanwhile, end, bounds);
    return 0;
}
