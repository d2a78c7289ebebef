// Wakers: fired from foreign threads at any moment, before and after the poll that armed them has returned, while the task
// is cancelled, and as the last thing before its runtime is freed.
#include <tarry/future.h>

#include "base/thread.h"
#include "future.h"

// ---- one thread fires the wakers it is handed ----

enum { SLOTS = 64 };

static _Atomic(struct tarry_waker *) slots[SLOTS];
static _Atomic bool over;

static void fire_all(void *argument) {
    (void)argument;
    while (!tarry__load(&over, acquire)) {
        for (int i = 0; i < SLOTS; i++) {
            struct tarry_waker *waker = tarry__exchange(&slots[i], NULL, acquire);
            if (waker) {
                tarry_waker_fire(waker);
            }
        }
    }
}

struct fired__future {
    int result;
    unsigned short state;
    int slot;
    int times;
    bool take_back;
    struct tarry_waker waker;
};
bool fired__poll(void *future, struct tarry_context *cx);
static const struct tarry_function fired__function =
    TARRY_FUTURE(fired, TARRY_FUTURE_RESULT(fired));

static void hand_over(struct fired__future *self, struct tarry_context *cx) {
    tarry_waker_arm(&self->waker, cx);
    tarry__store(&slots[self->slot], &self->waker, release);
}

bool fired__poll(void *future, struct tarry_context *cx) {
    struct fired__future *self = future;
    if (self->state == 0) {
        self->state = 1;
        self->result = 0;
        hand_over(self, cx);
    }
    if (self->take_back && tarry_context_is_cancelled(cx)) {
        struct tarry_waker *expected = &self->waker;
        if (tarry__compare_exchange(&slots[self->slot], &expected, NULL, acq_rel, relaxed)) {
            tarry_waker_disarm(&self->waker, cx);
            return true;
        }
    }
    if (!tarry_waker_has_fired(&self->waker, cx)) {
        return false;
    }
    if (++self->result < self->times && !tarry_context_is_cancelled(cx)) {
        hand_over(self, cx);
        return false;
    }
    return true;
}

struct parent__future {
    int result;
    unsigned short state;
    int times;
    bool cancel;
    int results[SLOTS];
    struct tarry_scope scope;
    struct tarry_sleep__future sleep;
};
FUNCTION(parent);

static bool parent__poll(void *future, struct tarry_context *cx) {
    struct parent__future *self = future;
    START();
    tarry__scope_open(cx, &self->scope, TARRY_PARALLEL, NULL);
    for (int i = 0; i < SLOTS; i++) {
        SPAWN(cx, &self->scope, fired, &self->results[i], child->slot = i;
              child->times = self->times; child->take_back = self->cancel);
    }
    if (self->cancel) {
        AWAIT(cx, self->sleep, tarry_sleep, self->sleep.duration = TARRY_US(200));
        tarry_cancel(&self->scope);
    }
    JOIN(cx, &self->scope);
    self->result = 0;
    for (int i = 0; i < SLOTS; i++) {
        self->result += self->results[i];
    }
    FINISH(self->result);
}

static void test_many(bool cancel) {
    struct tarry__thread threads[2];
    tarry__store(&over, false, relaxed);
    for (int i = 0; i < 2; i++) {
        CHECK(tarry__thread_start(&threads[i], "fire", fire_all, NULL) == 0);
    }
    int times = scaled(200);
    struct parent__future parent = {.times = cancel ? 1 << 20 : times, .cancel = cancel};
    int64_t result = run_on(env_workers(), &parent__function, &parent);
    CHECK(cancel ? result >= 0 : result == times * SLOTS);
    tarry__store(&over, true, release);
    for (int i = 0; i < 2; i++) {
        tarry__thread_join(&threads[i]);
    }
}

// ---- the runtime is freed right after the last one was fired ----

static void test_last(void) {
    struct tarry__thread thread;
    tarry__store(&over, false, relaxed);
    CHECK(tarry__thread_start(&thread, "fire", fire_all, NULL) == 0);
    for (int i = 0; i < scaled(300) + 1; i++) {
        struct fired__future fired = {.times = 1};
        CHECK(run_on(1, &fired__function, &fired) == 1);
    }
    tarry__store(&over, true, release);
    tarry__thread_join(&thread);
}

int main(void) {
    test_many(false);
    test_many(true);
    test_last();
    return 0;
}
