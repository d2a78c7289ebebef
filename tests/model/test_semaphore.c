// The semaphore (semaphore.h): permits are neither lost nor made up, requests of any size are served
// in their order, and who gets the last permits may free it.
//
// sources: src/sync/semaphore.c tests/model/support/tasks.c
// mutant: permits are taken without acquiring: src/sync/semaphore.c: &old, old - 2 * permits, acquire -> &old, old - 2 * permits, relaxed: race
// mutant: permits are made free without releasing: src/sync/semaphore.c: &old, old + 2 * permits, release -> &old, old + 2 * permits, relaxed: race
// mutant: the lock's owner releases nothing: src/sync/semaphore.c: free * 2 + contended, release -> free * 2 + contended, relaxed: race
// mutant: the lock's owner acquires nothing: src/sync/semaphore.c: CONTENDED, acquire) / 2 -> CONTENDED, relaxed) / 2: race
// mutant: a request overtakes who waits: src/sync/semaphore.c: while (!(old & CONTENDED) && old / 2 >= permits) -> while (old / 2 >= permits): assertion
// mutant: permits are made free though somebody waits: src/sync/semaphore.c: while (!(old & CONTENDED)) { -> while (true) {: assertion
// mutant: who leaves does not serve those behind: src/sync/semaphore.c: free = serve(semaphore, free, &chain);\n        self->result = -ECANCELED; -> self->result = -ECANCELED;: deadlock
// mutant: permits are made free while the lock is held: src/sync/semaphore.c: bool waits = semaphore->waiters || semaphore->closed;\n    if (waits) { -> bool waits = true;\n    if (waits) {: race
// mutant: the total is older than what is free: src/sync/semaphore.c: uint32_t free = tarry__load(word(semaphore), acquire) / 2; -> uint32_t free = tarry__load(word(semaphore), relaxed) / 2;: assertion
// mutant: granted permits are cancelled: src/sync/semaphore.c: bool cancelled = !given && tarry__is_cancelled(cx); -> bool cancelled = tarry__is_cancelled(cx);: assertion
#include <tarry/semaphore.h>

#include <errno.h>

#include "base/atomic.h"
#include "model.h"
#include "tasks.h"

static struct tarry_semaphore *semaphore;
static int content;            // of whoever has all permits
static _Atomic unsigned taken; // and not given back
static unsigned total;

static void release(unsigned permits) {
    tarry__fetch_sub(&taken, permits, relaxed); // orders nothing: that is the semaphore's
    tarry_semaphore_release(semaphore, permits);
}

static void has(unsigned permits) {
    CHECK(tarry__fetch_add(&taken, permits, relaxed) + permits <= total);
    if (permits == total) {
        content++;
    } else {
        CHECK(content >= 0); // a read
    }
}

static void use(void *argument) {
    unsigned permits = (unsigned)(uintptr_t)argument;
    CHECK(AWAIT(tarry_semaphore_acquire, .semaphore = semaphore, .permits = permits) == 0);
    has(permits);
    release(permits);
}

static void use_cancelled(void *argument) {
    unsigned permits = (unsigned)(uintptr_t)argument;
    int answer = AWAIT(tarry_semaphore_acquire, .semaphore = semaphore, .permits = permits);
    CHECK(answer == 0 || (answer == -ECANCELED && tasks_is_cancelled()));
    if (answer == 0) {
        has(permits);
        release(permits);
    }
}

static void cancel(void *argument) {
    (void)argument;
    tasks_cancel(0);
}

static void try(void *argument) {
    unsigned permits = (unsigned)(uintptr_t)argument;
    if (tarry_semaphore_try_acquire(semaphore, permits) == 0) {
        has(permits);
        release(permits);
    }
}

// Keeps its permit when nobody needs all any more.
static void try_and_keep(void *argument) {
    (void)argument;
    if (tarry_semaphore_try_acquire(semaphore, 1) == 0) {
        has(1);
        if (content == 0) {
            release(1);
        }
    }
}

// Waits for both permits to be added, and is the last to use it.
static void wait_and_free(void *argument) {
    (void)argument;
    CHECK(AWAIT(tarry_semaphore_acquire, .semaphore = semaphore, .permits = 2) == 0);
    CHECK(content == 2);
    model_memory_free(semaphore, sizeof *semaphore);
}

static _Atomic(uint32_t) lock;

static void add(void *argument) {
    if (argument) {
        CHECK(tarry_semaphore_try_acquire(semaphore, 3) == -EAGAIN);
    }
    model_lock_take(&lock);
    content++;
    model_lock_give(&lock);
    CHECK(tarry_semaphore_add(semaphore, 1) == 0);
}

static void prepare(unsigned tasks, unsigned permits) {
    tasks_begin(tasks);
    semaphore = model_memory_new(sizeof *semaphore, _Alignof(struct tarry_semaphore));
    tarry_semaphore_init(semaphore, permits);
    content = 0;
    taken = 0;
    lock = 0;
    total = permits;
    model_name(semaphore, sizeof *semaphore, "semaphore");
    model_name(&content, sizeof content, "content");
}

static void one_permit(void) {
    prepare(2, 1);
    tasks_add("0", use, (void *)1);
    tasks_add("1", use, (void *)1);
    model_thread("thread", try, (void *)1);
}

static void large_and_small(void) {
    prepare(2, 2);
    tasks_add("large", use, (void *)2);
    tasks_add("small", use, (void *)1);
    model_thread("small thread", try_and_keep, NULL);
}

static struct model_signal done;

static void use_and_signal(void *argument) {
    use(argument);
    model_signal(&done);
}

static void hold(void *argument) {
    (void)argument;
    CHECK(AWAIT(tarry_semaphore_acquire, .semaphore = semaphore, .permits = 1) == 0);
    has(1);
    model_wait(&done, false);
    release(1);
}

static void cancelled(void) {
    prepare(3, 2);
    done = (struct model_signal){0};
    tasks_add("large, cancelled", use_cancelled, (void *)2);
    tasks_add("small", use_and_signal, (void *)1);
    tasks_add("holder until then", hold, NULL);
    model_thread("canceller", cancel, NULL);
}

static void end(void) {
    CHECK(semaphore->state == (total - taken) * 2 && !semaphore->waiters && taken <= 1);
}

static void freed(void) {
    prepare(1, 0);
    tasks_add("waits", wait_and_free, NULL);
    model_thread("adds", add, NULL);
    model_thread("tries and adds", add, semaphore);
}

static void end_freed(void) {
    CHECK(content == 2);
}

// Another thread makes a permit while one is given back: that is no misuse, whatever the releaser
// sees first.
static void add_one(void *argument) {
    (void)argument;
    CHECK(tarry_semaphore_add(semaphore, 1) == 0);
}

static void added(void) {
    prepare(1, 1);
    total = 2;
    tasks_add("acquires and releases", use, (void *)1);
    model_thread("adds", add_one, NULL);
}

int main(void) {
    static const struct model_bounds one = {.bounded = true, .preemptions = 1};
    static const struct model_bounds fewest = {.bounded = true, .preemptions = 2};
    static const struct model_bounds few = {.bounded = true, .preemptions = 2, .stale = 1};
    static const struct model_bounds many = {.bounded = true, .preemptions = 3, .stale = 1};
    bool is_long = model_is_long();
    model_run("one permit, two tasks and a thread", one_permit, end, is_long ? &many : &fewest);
    model_run("freed by who waited", freed, end_freed, is_long ? &many : &few);
    model_run("large and small requests", large_and_small, end, &few);
    model_run("one more is added", added, end, &few);
    model_run("one is cancelled", cancelled, end, is_long ? &fewest : &one);
    return 0;
}
