// The mutex (mutex.h): only one holds it at a time, who holds it sees what was done under it, nobody
// waits for ever, and it may be freed by whoever locked it last.
//
// sources: src/sync/mutex.c tests/model/support/tasks.c
// mutant: locked without acquiring: src/sync/mutex.c: &unlocked, owner, acquire, relaxed -> &unlocked, owner, relaxed, relaxed: race
// mutant: unlocked without releasing: src/sync/mutex.c: &state, 0, release, relaxed -> &state, 0, relaxed, relaxed: race
// mutant: guarded without acquiring: src/sync/mutex.c: &old, wanted, acquire, relaxed -> &old, wanted, relaxed, relaxed: race
// mutant: waiting without saying so: src/sync/mutex.c: contended = mutex->waiters ? CONTENDED : 0; -> contended = 0;: deadlock
// mutant: in the list without a guard: src/sync/mutex.c: old == 0 ? owner : old | GUARDED -> old == 0 ? owner : old | CONTENDED: assertion
// mutant: the list is left without releasing: src/sync/mutex.c: | contended, release); -> | contended, relaxed);: race
// mutant: the mutex is given without its word: src/sync/mutex.c: uintptr_t next = (uintptr_t)first->task | HANDED; -> uintptr_t next = holder(mutex);: assertion
// mutant: given without releasing: src/sync/mutex.c: (mutex->waiters ? CONTENDED : 0), release); -> (mutex->waiters ? CONTENDED : 0), relaxed);: race
// mutant: seen to be given without acquiring: src/sync/mutex.c: tarry__load(word(mutex), acquire) -> tarry__load(word(mutex), relaxed): race
// mutant: those behind are forgotten: src/sync/mutex.c: next | (mutex->waiters ? CONTENDED : 0) -> next: deadlock
// mutant: who leaves forgets the mark: src/sync/mutex.c: (old & ~(uintptr_t)CONTENDED) | contended -> old | contended: no end
// mutant: woken when the mutex has been given: src/sync/mutex.c: tarry__wait_list_give(&mutex->waiters, first, 0);\n    tarry__store(word(mutex), next | (mutex->waiters ? CONTENDED : 0), release); -> struct tarry_task *task = first->task; tarry__wait_list_remove(&mutex->waiters, first); first->phase = TARRY__WAIT_GIVEN;\n    tarry__store(word(mutex), next | (mutex->waiters ? CONTENDED : 0), release); tarry__task_wake_from_anywhere(task);: race
// mutant: a wait that was given the mutex is cancelled: src/sync/mutex.c: bool cancelled = !given && tarry__is_cancelled(cx); -> bool cancelled = tarry__is_cancelled(cx);: assertion
#include <tarry/mutex.h>

#include <errno.h>

#include "model.h"
#include "tasks.h"

static struct tarry_mutex *mutex;
static int guarded, held;
static unsigned left;        // to be locked so many times; the last one frees it,
static _Atomic bool is_left; // if nobody waits in vain any more

// Holding it.
static void work(void) {
    CHECK(held == 0);
    held = 1;
    guarded++;
    bool is_last = --left == 0 && is_left;
    held = 0;
    tarry_mutex_unlock(mutex);
    if (is_last) {
        model_memory_free(mutex, sizeof *mutex);
    }
}

static void run(void *argument) {
    for (size_t i = 0; i < (size_t)argument; i++) {
        int answer = AWAIT(tarry_mutex_lock, .mutex = mutex);
        CHECK(answer == 0);
        work();
    }
}

// Freeing is the others': it may be cancelled as well.
static void run_cancelled(void *argument) {
    (void)argument;
    int answer = AWAIT(tarry_mutex_lock, .mutex = mutex);
    CHECK(answer == 0 || (answer == -ECANCELED && tasks_is_cancelled()));
    if (answer == 0) {
        guarded++;
        tarry_mutex_unlock(mutex);
    }
    is_left = true;
}

static void cancel(void *argument) {
    (void)argument;
    tasks_cancel(0);
}

static void try(void *argument) {
    (void)argument;
    if (tarry_mutex_try_lock(mutex) == 0) {
        CHECK(held == 0);
        guarded++;
        tarry_mutex_unlock(mutex);
    }
}

static void prepare(unsigned tasks, unsigned locks) {
    tasks_begin(tasks);
    mutex = model_memory_new(sizeof *mutex, _Alignof(struct tarry_mutex));
    *mutex = (struct tarry_mutex)TARRY_MUTEX_INIT;
    guarded = held = 0;
    left = locks;
    is_left = true;
    model_name(mutex, sizeof *mutex, "mutex");
    model_name(&guarded, sizeof guarded, "guarded");
    model_name(&held, sizeof held, "held");
    model_name(&left, sizeof left, "left");
}

static void two(void) {
    prepare(2, 3);
    tasks_add("0", run, (void *)2);
    tasks_add("1", run, (void *)1);
}

static void three(void) {
    prepare(3, 3);
    tasks_add("0", run, (void *)1);
    tasks_add("1", run, (void *)1);
    tasks_add("2", run, (void *)1);
}

static void cancelled(void) {
    prepare(2, 9); // is not freed
    tasks_add("cancelled", run_cancelled, NULL);
    tasks_add("other", run, (void *)2);
    model_thread("canceller", cancel, NULL);
}

static void cancelled_and_freed(void) {
    prepare(3, 2);
    is_left = false;
    tasks_add("cancelled", run_cancelled, NULL);
    tasks_add("1", run, (void *)1);
    tasks_add("2", run, (void *)1);
    model_thread("canceller", cancel, NULL);
}

static void tried(void) {
    prepare(1, 9);
    tasks_add("task", run, (void *)2);
    model_thread("thread", try, NULL);
}

static void end_freed(void) {
    CHECK(guarded == 3);
}

static void end_not_freed(void) {
    CHECK(guarded >= 2 && mutex->state == 0 && !mutex->waiters);
}

static void end_anyhow(void) {
    CHECK(guarded >= 2);
}

int main(void) {
    static const struct model_bounds fewest = {.bounded = true, .preemptions = 2};
    static const struct model_bounds few = {.bounded = true, .preemptions = 2, .stale = 1};
    static const struct model_bounds many = {.bounded = true, .preemptions = 3, .stale = 2};
    const struct model_bounds *bounds = model_is_long() ? &many : &few;
    model_run("two tasks", two, end_freed, bounds);
    model_run("a task and a thread that tries", tried, end_not_freed, bounds);
    model_run("three tasks", three, end_freed, bounds);
    model_run("one is cancelled", cancelled, end_not_freed, bounds);
    model_run("one is cancelled, and the mutex freed", cancelled_and_freed, end_anyhow,
              model_is_long() ? bounds : &fewest);
    return 0;
}
