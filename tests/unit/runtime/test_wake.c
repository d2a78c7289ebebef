// Waking: no wake is lost between parking and unparking, however workers and tasks meet; wakes by
// the thousand for one task do no harm. (Faults 37 and 38.)
#include "base/lock.h"
#include "event.h"
#include "future.h"
#include "runtime/leaf.h"

enum { PAIRS = 12, ROUNDS = 4000, WAKERS = 300, WAKES = 30 };

// ---- pairs that hand each other the turn ----

struct player__future {
    int result;
    unsigned short state;
    struct event *mine, *other;
    int rounds, left;
};
FUNCTION(player);

static bool player__poll(void *future, struct tarry_context *cx) {
    struct player__future *self = future;
    START();
    for (self->left = self->rounds; self->left > 0; self->left--) {
        self->state = 1;
        __attribute__((fallthrough));
    case 1:
        if (!event_wait(self->mine, cx)) {
            return false;
        }
        event_signal(self->other);
    }
    FINISH(self->rounds);
}

struct game__future {
    int result;
    unsigned short state;
    enum tarry_scope_kind kind;
    struct event events[PAIRS][2];
    int results[PAIRS][2];
    struct tarry_scope scope;
};
FUNCTION(game);

static bool game__poll(void *future, struct tarry_context *cx) {
    struct game__future *self = future;
    int rounds = scaled(ROUNDS);
    START();
    tarry__scope_open(cx, &self->scope, self->kind, NULL);
    for (int i = 0; i < PAIRS; i++) {
        for (int k = 0; k < 2; k++) {
            self->events[i][k] = (struct event){.set = k == 0};
        }
        for (int k = 0; k < 2; k++) {
            SPAWN(cx, &self->scope, player, &self->results[i][k], child->rounds = rounds;
                  child->mine = &self->events[i][k]; child->other = &self->events[i][!k]);
        }
    }
    JOIN(cx, &self->scope);
    for (int i = 0; i < PAIRS; i++) {
        CHECK(self->results[i][0] == rounds && self->results[i][1] == rounds);
    }
    FINISH(0);
}

// ---- storms ----

static struct {
    _Atomic uint32_t lock;
    struct tarry_task *target; // as long as it may be woken
    int done;
} storm;

struct target__future {
    int result;
    unsigned short state;
    int polls;
};
FUNCTION(target);

static bool target__poll(void *future, struct tarry_context *cx) {
    struct target__future *self = future;
    self->polls = self->state == 0 ? 1 : self->polls + 1;
    self->state = 1;
    tarry__lock_take(&storm.lock);
    bool ended = storm.done == WAKERS;
    storm.target = ended ? NULL : cx->task;
    tarry__lock_give(&storm.lock);
    self->result = self->polls;
    return ended;
}

struct waker__future {
    int result;
    unsigned short state;
    int left;
    struct tarry_yield__future yield;
};
FUNCTION(waker);

static bool waker__poll(void *future, struct tarry_context *cx) {
    struct waker__future *self = future;
    START();
    for (self->left = WAKES; self->left > 0; self->left--) {
        tarry__lock_take(&storm.lock);
        storm.done += self->left == 1;
        if (storm.target) {
            tarry__task_wake(storm.target);
            tarry__task_wake(storm.target);
        }
        tarry__lock_give(&storm.lock);
        AWAIT(cx, self->yield, tarry_yield, (void)0);
    }
    FINISH(0);
}

struct storms__future {
    int result;
    unsigned short state;
    int polls;
    struct tarry_scope scope;
};
FUNCTION(storms);

static bool storms__poll(void *future, struct tarry_context *cx) {
    struct storms__future *self = future;
    START();
    storm.done = 0;
    tarry__scope_open(cx, &self->scope, TARRY_PARALLEL, NULL);
    SPAWN(cx, &self->scope, target, &self->polls, (void)0);
    for (int i = 0; i < WAKERS; i++) {
        SPAWN(cx, &self->scope, waker, NULL, (void)0);
    }
    JOIN(cx, &self->scope);
    // At least once: its worker may have been kept from its first poll until all was over.
    CHECK(self->polls >= 1 && self->polls <= 1 + WAKERS * WAKES * 2);
    FINISH(0);
}

int main(void) {
    for (int kind = TARRY_CONCURRENT; kind <= TARRY_PARALLEL; kind++) {
        struct game__future game = {.kind = kind};
        CHECK(run_on(0, &game__function, &game) == 0);
    }
    for (int i = 0; i < 10; i++) {
        struct storms__future storms = {0};
        CHECK(run_on(0, &storms__function, &storms) == 0);
    }
    return 0;
}
