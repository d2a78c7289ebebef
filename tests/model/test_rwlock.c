// The lock for readers and writers (rwlock.h): writers alone, who comes in sees what was done, nobody waits
// for ever, and it may be freed by whoever locked it last.
//
// sources: src/sync/rwlock.c tests/model/support/tasks.c
// mutant: entered without acquiring: src/sync/rwlock.c: old + wanted, acquire, relaxed -> old + wanted, relaxed, relaxed: race
// mutant: left without releasing: src/sync/rwlock.c: old - less + more, release,\n                                          relaxed) -> old - less + more, relaxed,\n                                          relaxed): race
// mutant: owned without acquiring: src/sync/rwlock.c: CONTENDED, acquire) & ~(uint32_t)CONTENDED -> CONTENDED, relaxed) & ~(uint32_t)CONTENDED: race
// mutant: nobody says that he waits: src/sync/rwlock.c: (rwlock->waiters ? CONTENDED : 0u) -> (rwlock->waiters ? 0u : 0u): deadlock
// mutant: writers beside readers: src/sync/rwlock.c: wanted == WRITER ? holders == 0 : -> wanted == WRITER ? !(holders & WRITER) :: race
// mutant: who leaves serves nobody: src/sync/rwlock.c: tarry__wait_list_remove(&rwlock->waiters, wait->waiter);\n        holders = serve(rwlock, holders); -> tarry__wait_list_remove(&rwlock->waiters, wait->waiter);: deadlock
// mutant: left while the lock is held: src/sync/rwlock.c: disown(rwlock, waits ? serve(rwlock, holders - less + more) : holders);\n    return waits; -> disown(rwlock, serve(rwlock, holders - less + more));\n    return waits || true;: race
#include <tarry/rwlock.h>

#include <errno.h>

#include "base/atomic.h"
#include "model.h"
#include "tasks.h"

static struct tarry_rwlock *rwlock;
static int guarded;
static _Atomic unsigned left; // to be locked so many times; the last one frees it,
static _Atomic bool is_left;  // if nobody waits in vain any more

static void unlock(bool write) {
    bool is_last = tarry__fetch_sub(&left, 1, acq_rel) == 1;
    if (write) {
        tarry_rwlock_write_unlock(rwlock);
    } else {
        tarry_rwlock_read_unlock(rwlock);
    }
    if (is_last && is_left) { // it alone had it, since it had it to write
        model_memory_free(rwlock, sizeof *rwlock);
    }
}

static void write(void *argument) {
    (void)argument;
    int answer = AWAIT(tarry_rwlock_write_lock, .rwlock = rwlock);
    CHECK(answer == 0);
    guarded++;
    unlock(true);
}

static void read(void *argument) {
    (void)argument;
    int answer = AWAIT(tarry_rwlock_read_lock, .rwlock = rwlock);
    CHECK(answer == 0 && guarded >= 0);
    unlock(false);
}

static void write_and_read(void *argument) {
    (void)argument;
    int answer = AWAIT(tarry_rwlock_write_lock, .rwlock = rwlock);
    CHECK(answer == 0);
    guarded++;
    tarry_rwlock_downgrade(rwlock);
    CHECK(guarded >= 1);
    unlock(false);
}

static void write_cancelled(void *argument) {
    (void)argument;
    int answer = AWAIT(tarry_rwlock_write_lock, .rwlock = rwlock);
    CHECK(answer == 0 || (answer == -ECANCELED && tasks_is_cancelled()));
    if (answer == 0) {
        guarded++;
        tarry_rwlock_write_unlock(rwlock);
    }
    is_left = true;
}

static void cancel(void *argument) {
    (void)argument;
    tasks_cancel(0);
}

static void prepare(unsigned tasks, unsigned locks) {
    tasks_begin(tasks);
    rwlock = model_memory_new(sizeof *rwlock, _Alignof(struct tarry_rwlock));
    *rwlock = (struct tarry_rwlock)TARRY_RWLOCK_INIT;
    guarded = 0;
    left = locks;
    is_left = true;
    model_name(rwlock, sizeof *rwlock, "rwlock");
    model_name(&guarded, sizeof guarded, "guarded");
}

static void writers(void) {
    prepare(2, 2);
    tasks_add("writer 0", write, NULL);
    tasks_add("writer 1", write, NULL);
}

static void both(void) {
    prepare(3, 9); // is not freed
    tasks_add("reader 0", read, NULL);
    tasks_add("writer", write, NULL);
    tasks_add("reader 1", read, NULL);
}

static void downgrade(void) {
    prepare(2, 9);
    tasks_add("writer", write_and_read, NULL);
    tasks_add("reader", read, NULL);
}

// The reader who holds it when the writer comes, and the one who comes behind him.
static void cancelled(void) {
    prepare(3, 9);
    tasks_add("cancelled", write_cancelled, NULL);
    tasks_add("writer", write, NULL);
    tasks_add("reader", read, NULL);
    model_thread("canceller", cancel, NULL);
}

static void cancelled_and_freed(void) {
    prepare(3, 2);
    is_left = false;
    tasks_add("cancelled", write_cancelled, NULL);
    tasks_add("writer 0", write, NULL);
    tasks_add("writer 1", write, NULL);
    model_thread("canceller", cancel, NULL);
}

// A reader stays until the one behind a cancelled writer is in.
static struct model_signal entered;

static void read_long(void *argument) {
    (void)argument;
    int answer = AWAIT(tarry_rwlock_read_lock, .rwlock = rwlock);
    CHECK(answer == 0);
    model_wait(&entered, false);
    unlock(false);
}

static void read_behind(void *argument) {
    (void)argument;
    int answer = AWAIT(tarry_rwlock_read_lock, .rwlock = rwlock);
    CHECK(answer == 0);
    model_signal(&entered);
    unlock(false);
}

static void cancelled_between(void) {
    prepare(3, 9);
    entered = (struct model_signal){0};
    tasks_add("cancelled", write_cancelled, NULL);
    tasks_add("reader 0", read_long, NULL);
    tasks_add("reader 1", read_behind, NULL);
    model_thread("canceller", cancel, NULL);
}

static void end_freed(void) {
    CHECK(guarded == 2);
}

static void end_anyhow(void) {
    CHECK(guarded >= 2);
}

static void end(void) {
    CHECK(rwlock->state == 0 && !rwlock->waiters);
}

int main(void) {
    static const struct model_bounds fewest = {.bounded = true, .preemptions = 1};
    static const struct model_bounds few = {.bounded = true, .preemptions = 2};
    static const struct model_bounds many = {.bounded = true, .preemptions = 3, .stale = 1};
    bool is_long = model_is_long();
    model_run("two writers", writers, end_freed, is_long ? NULL : &many);
    model_run("a writer who goes on reading", downgrade, end, is_long ? NULL : &many);
    model_run("readers and a writer", both, end, is_long ? &many : &few);
    model_run("one is cancelled", cancelled, end, is_long ? &few : &fewest);
    model_run("one between readers is cancelled", cancelled_between, end, is_long ? &few : &fewest);
    model_run("one is cancelled, and it is freed", cancelled_and_freed, end_anyhow, &few);
    return 0;
}
