// Watches (sync's watch.h): who follows one sees values whole, each newer than the last, and the latest
// before the close; no change by who looked before is lost; a cancelled receive has written nothing.
//
// sources: src/sync/watch.c tests/model/support/tasks.c
// mutant: set without the lock: src/sync/watch.c: lock(watch);\n    int result = watch->closed ? -EPIPE : 0;\n    if (result == 0) {\n        set(watch, store, value, size);\n    }\n    unlock(watch); -> int result = watch->closed ? -EPIPE : 0;\n    if (result == 0) {\n        set(watch, store, value, size);\n    }: race
// mutant: read without the lock: src/sync/watch.c: lock((Watch *)watch);\n    memcpy(place, store, size);\n    uint64_t version = watch->version;\n    unlock((Watch *)watch); -> memcpy(place, store, size);\n    uint64_t version = watch->version;: race
// mutant: its version is read without the lock: src/sync/watch.c: uint64_t tarry_watch_version(const Watch *watch) {\n    lock((Watch *)watch);\n    uint64_t version = watch->version;\n    unlock((Watch *)watch); -> uint64_t tarry_watch_version(const Watch *watch) {\n    uint64_t version = watch->version;: race
// mutant: who waits is not told of a value: src/sync/watch.c: watch->version++;\n    give_all(watch); -> watch->version++;: deadlock
// mutant: who waits is not told of the close: src/sync/watch.c: watch->closed = true;\n    give_all(watch); -> watch->closed = true;: deadlock
// mutant: set whatever the version is: src/sync/watch.c: watch->version != version ? -EAGAIN -> false ? -EAGAIN: assertion
// mutant: a closed one is set: src/sync/watch.c: int result = watch->closed ? -EPIPE : 0; -> int result = 0;: assertion
// mutant: the last value is not received behind the close: src/sync/watch.c: if (watch->version == *seen) {\n        return watch->closed ? 0 : -EAGAIN; -> if (watch->version == *seen || watch->closed) {\n        return watch->closed ? 0 : -EAGAIN;: assertion
// mutant: a receiver looks, and waits after others had their turn: src/sync/watch.c: self->state = WAITS;\n    tarry__wait_list_push -> self->state = WAITS;\n    unlock(self->watch);\n    lock(self->watch);\n    tarry__wait_list_push: deadlock
// mutant: who is cancelled stays in the list: src/sync/watch.c: tarry__wait_list_remove(&self->watch->waiters, &self->waiter);\n -> (void)self;\n: use after free
// mutant: who has his value is cancelled: src/sync/watch.c: if (self->result == -EAGAIN && self->state == WAITS && tarry__is_cancelled(cx)) { -> if (self->state == WAITS && tarry__is_cancelled(cx)) {: assertion
// mutant: closed behind the lock: src/sync/watch.c: watch->closed = true;\n    give_all(watch);\n    unlock(watch); -> give_all(watch);\n    unlock(watch);\n    watch->closed = true;: race
#include <tarry/watch.h>

#include <errno.h>

#include "model.h"
#include "tasks.h"

#undef tarry_watch_set
#undef tarry_watch_set_if
#undef tarry_watch_get
#undef tarry_watch_version
#undef tarry_watch_try_receive
#undef tarry_watch_close

// Two words, so that half of one would be seen.
struct value {
    uint64_t version, again;
};

static struct tarry_watch *watch;
static struct value *store;
static uint64_t seen;         // by the one who follows
static _Atomic uint64_t sets; // that succeeded

static bool set_to(uint64_t version) {
    struct value value = {version, version};
    int error = tarry_watch_set(watch, store, &value, sizeof value);
    CHECK(error == 0 || error == -EPIPE);
    sets += error == 0;
    return error == 0;
}

static void set_twice_and_close(void *argument) {
    (void)argument;
    CHECK(set_to(2) && set_to(3));
    tarry_watch_close(watch);
}

static void set_twice(void *argument) {
    (void)argument;
    (void)(set_to(2) && set_to(3));
}

static void set_once(void *argument) {
    (void)argument;
    CHECK(set_to(2));
}

static void close(void *argument) {
    (void)argument;
    tarry_watch_close(watch);
}

static void cancel(void *argument) {
    (void)argument;
    tasks_cancel(0);
}

// One more, whatever others do.
static void increment(void *argument) {
    (void)argument;
    int error;
    do {
        struct value value;
        uint64_t version = tarry_watch_get(watch, store, &value, sizeof value);
        CHECK(value.version == value.again && value.version == version);
        value = (struct value){value.version + 1, value.version + 1};
        error = tarry_watch_set_if(watch, store, version, &value, sizeof value);
    } while (error == -EAGAIN);
    CHECK(error == 0);
    sets++;
}

static void ask(void *argument) {
    (void)argument;
    uint64_t version = tarry_watch_version(watch);
    CHECK(version >= 1 && version <= 3);
}

// Until the end, a version, or the task is cancelled.
static void follow(void *until) {
    for (;;) {
        struct value value = {0};
        uint64_t before = seen;
        int answer = AWAIT(tarry_watch_receive, .watch = watch, .store = store, .seen = &seen,
                           .place = &value, .size = sizeof value);
        if (answer != 1) {
            CHECK(answer == 0 || (answer == -ECANCELED && tasks_is_cancelled()));
            CHECK(seen == before && value.version == 0);
            return;
        }
        CHECK(seen > before && value.version == seen && value.again == seen);
        if (seen == (uintptr_t)until) {
            return;
        }
    }
}

static void follow_and_free(void *until) {
    follow(until);
    model_memory_free(watch, sizeof *watch);
}

static void prepare(unsigned tasks) {
    tasks_begin(tasks);
    watch = model_memory_new(sizeof *watch, _Alignof(struct tarry_watch));
    store = model_memory_new(sizeof *store, _Alignof(struct value));
    *watch = (struct tarry_watch){.version = 1};
    *store = (struct value){1, 1};
    seen = 1;
    sets = 0;
    model_name(watch, sizeof *watch, "watch");
    model_name(store, sizeof *store, "value");
    model_name(&seen, sizeof seen, "seen");
    model_name(&sets, sizeof sets, "sets");
}

static void followed(void) {
    prepare(1);
    tasks_add("follows", follow, NULL);
    model_thread("sets", set_twice_and_close, NULL);
    model_thread("asks", ask, NULL);
}

static void closed_meanwhile(void) {
    prepare(1);
    tasks_add("follows", follow, NULL);
    model_thread("sets", set_twice, NULL);
    model_thread("closes", close, NULL);
}

static void two_change_it(void) {
    prepare(1);
    tasks_add("follows", follow, (void *)3);
    model_thread("increments 0", increment, NULL);
    model_thread("increments 1", increment, NULL);
}

static void cancelled(void) {
    prepare(1);
    tasks_add("follows", follow, (void *)3);
    model_thread("sets", set_twice, NULL);
    model_thread("cancels", cancel, NULL);
}

// Rule 4 of wait_list.h, which is more than watch.h promises.
static void freed(void) {
    prepare(1);
    tasks_add("follows", follow_and_free, (void *)2);
    model_thread("sets", set_once, NULL);
}

// The latest was seen, or is still to be received.
static void end(void) {
    CHECK(watch->version == sets + 1 && !watch->waiters);
    CHECK(store->version == watch->version && seen <= watch->version);
}

static void end_closed(void) {
    CHECK(seen == watch->version);
    end();
}

static void end_cancelled(void) {
    struct value value;
    int answer = tarry_watch_try_receive(watch, store, &seen, &value, sizeof value);
    CHECK(answer == 1 || (answer == -EAGAIN && seen == 3));
    CHECK(seen == 3);
    end();
}

static void end_freed(void) {}

int main(void) {
    static const struct model_bounds few = {.bounded = true, .preemptions = 2, .stale = 1};
    static const struct model_bounds many = {.bounded = true, .preemptions = 4, .stale = 1};
    const struct model_bounds *bounds = model_is_long() ? &many : &few;
    model_run("followed to its close", followed, end_closed, bounds);
    model_run("closed meanwhile", closed_meanwhile, end_closed, bounds);
    model_run("two change it", two_change_it, end_closed, bounds);
    model_run("a receive is cancelled", cancelled, end_cancelled, bounds);
    model_run("freed by who was told", freed, end_freed, bounds);
    return 0;
}
