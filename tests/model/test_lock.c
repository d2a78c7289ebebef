// The spin lock (base/lock.h) itself.
//
// sources: src/base/lock.c
// real: base/lock.h
// small: src/base/lock.c: SPINS = 100 -> SPINS = 1
// mutant: taken without acquiring: src/base/lock.h: exchange(lock, 1, acquire) -> exchange(lock, 1, relaxed): race
// mutant: given without releasing: src/base/lock.h: store(lock, 0, release) -> store(lock, 0, relaxed): race
// mutant: the slow way does not acquire: src/base/lock.c: exchange(lock, 1, acquire) -> exchange(lock, 1, relaxed): race
// mutant: the slow way takes what it saw free: src/base/lock.c: while (tarry__exchange(lock, 1, acquire) != 0) -> while (tarry__exchange(lock, 1, acquire) > 1): race
#include "base/lock.h"

#include "model.h"

static _Atomic uint32_t lock;
static int guarded;

void tarry__system_yield(void) {
    model_spin();
}

static void run(void *argument) {
    for (size_t i = 0; i < (size_t)argument; i++) {
        tarry__lock_take(&lock);
        guarded++;
        tarry__lock_give(&lock);
    }
}

static void prepare(int count, size_t times) {
    lock = 0;
    guarded = 0;
    model_name(&lock, sizeof lock, "lock");
    model_name(&guarded, sizeof guarded, "guarded");
    for (int i = 0; i < count; i++) {
        static const char *const names[] = {"0", "1", "2"};
        model_thread(names[i], run, (void *)times);
    }
}

static void two(void) {
    prepare(2, 2);
}

static void three(void) {
    prepare(3, 1);
}

static void end_two(void) {
    CHECK(guarded == 4);
}

static void end_three(void) {
    CHECK(guarded == 3);
}

int main(void) {
    model_run("two threads", two, end_two, NULL);
    if (model_is_long()) {
        static const struct model_bounds bounds = {.bounded = true, .preemptions = 3, .stale = 2};
        model_run("three threads", three, end_three, &bounds);
    }
    return 0;
}
