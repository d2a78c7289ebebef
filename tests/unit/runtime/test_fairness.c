// Nobody who is ready waits for long: not behind more ready tasks than a run queue holds, not for a hundred thousand timers with one deadline, not for
// two tasks that wake each other all the time, not for a task whose waits are always ready at once.
// (Faults 31, 32, 35 and 36.)
#include "event.h"
#include "future.h"
#include "runtime/leaf.h"

enum { SLEEPERS = 100000, SERVED_BETWEEN_MAX = 300 };

// ---- timers ----

static int ended; // on one worker: a concurrent scope
static bool late; // the deadline had come before all were asleep: then they are ready, not due

struct sleeper__future {
    int result;
    unsigned short state;
    int64_t deadline;
    struct tarry_sleep_until__future sleep;
};
FUNCTION(sleeper);

static bool sleeper__poll(void *future, struct tarry_context *cx) {
    struct sleeper__future *self = future;
    START();
    late |= tarry_now() >= self->deadline;
    AWAIT(cx, self->sleep, tarry_sleep_until, self->sleep.deadline = self->deadline);
    ended++;
    FINISH(0);
}

struct observer__future {
    int result;
    unsigned short state;
    int count, before;
    int64_t deadline;
    struct tarry_yield__future yield;
};
FUNCTION(observer);

static bool observer__poll(void *future, struct tarry_context *cx) {
    struct observer__future *self = future;
    START();
    while (ended < self->count) {
        self->before = ended;
        AWAIT(cx, self->yield, tarry_yield, (void)0);
        CHECK(late || ended - self->before <= SERVED_BETWEEN_MAX);
    }
    FINISH(0);
}

struct timers__future {
    int result;
    unsigned short state;
    struct tarry_scope scope;
};
FUNCTION(timers);

static bool timers__poll(void *future, struct tarry_context *cx) {
    struct timers__future *self = future;
    int64_t deadline = tarry_now() + TARRY_MS(200);
    START();
    ended = 0;
    tarry__scope_open(cx, &self->scope, TARRY_CONCURRENT, NULL);
    for (int i = 0; i < scaled(SLEEPERS); i++) {
        SPAWN(cx, &self->scope, sleeper, NULL, child->deadline = deadline);
    }
    SPAWN(cx, &self->scope, observer, NULL, child->count = scaled(SLEEPERS));
    JOIN(cx, &self->scope);
    FINISH(0);
}

// ---- tasks that are always ready, until somebody else has had a turn ----

static _Atomic bool stop;

struct stopper__future {
    int result;
    unsigned short state;
    int turns;
    struct tarry_yield__future yield;
};
FUNCTION(stopper);

static bool stopper__poll(void *future, struct tarry_context *cx) {
    struct stopper__future *self = future;
    START();
    for (self->turns = 0; self->turns < 50; self->turns++) {
        AWAIT(cx, self->yield, tarry_yield, (void)0);
    }
    tarry__store(&stop, true, relaxed);
    FINISH(0);
}

struct player__future {
    int result;
    unsigned short state;
    struct event *mine, *other;
};
FUNCTION(player);

static bool player__poll(void *future, struct tarry_context *cx) {
    struct player__future *self = future;
    while (!tarry__load(&stop, relaxed)) {
        if (!event_wait(self->mine, cx)) {
            return false;
        }
        event_signal(self->other);
    }
    event_signal(self->other);
    self->result = 0;
    return true;
}

struct greedy__future { // its waits never wait
    int result;
    unsigned short state;
};
FUNCTION(greedy);

static bool greedy__poll(void *future, struct tarry_context *cx) {
    (void)future;
    while (!tarry__load(&stop, relaxed)) {
        if (!tarry__budget_spend(cx)) {
            return false;
        }
    }
    return true;
}

struct crowd__future {
    int result;
    unsigned short state;
    enum tarry_scope_kind kind;
    struct event events[2];
    struct tarry_scope scope;
};
FUNCTION(crowd);

static bool crowd__poll(void *future, struct tarry_context *cx) {
    struct crowd__future *self = future;
    START();
    tarry__store(&stop, false, relaxed);
    self->events[0] = (struct event){.set = true};
    self->events[1] = (struct event){.set = false};
    tarry__scope_open(cx, &self->scope, self->kind, NULL);
    for (int k = 0; k < 2; k++) {
        SPAWN(cx, &self->scope, player, NULL, child->mine = &self->events[k];
              child->other = &self->events[!k]);
        SPAWN(cx, &self->scope, greedy, NULL, (void)0);
    }
    SPAWN(cx, &self->scope, stopper, NULL, (void)0);
    JOIN(cx, &self->scope);
    FINISH(0);
}

// ---- more tasks that are always ready than the run queue holds: they take turns ----

enum { MANY = 1000, ROUNDS = 100, BEHIND_MAX = 50 };

static _Atomic int rounds_done[MANY];

struct one_of_many__future {
    int result;
    unsigned short state;
    int index, rounds;
    struct tarry_yield__future yield;
};
FUNCTION(one_of_many);

static bool one_of_many__poll(void *future, struct tarry_context *cx) {
    struct one_of_many__future *self = future;
    START();
    for (self->rounds = 0; self->rounds < ROUNDS; self->rounds++) {
        tarry__store(&rounds_done[self->index], self->rounds, relaxed);
        AWAIT(cx, self->yield, tarry_yield, (void)0);
    }
    for (int i = 0; i < MANY; i++) {
        CHECK(tarry__load(&rounds_done[i], relaxed) >= ROUNDS - BEHIND_MAX);
    }
    tarry__store(&rounds_done[self->index], ROUNDS, relaxed);
    FINISH(0);
}

struct many__future {
    int result;
    unsigned short state;
    struct tarry_scope scope;
};
FUNCTION(many);

static bool many__poll(void *future, struct tarry_context *cx) {
    struct many__future *self = future;
    START();
    tarry__scope_open(cx, &self->scope, TARRY_PARALLEL, NULL);
    for (int i = 0; i < MANY; i++) {
        SPAWN(cx, &self->scope, one_of_many, NULL, child->index = i);
    }
    JOIN(cx, &self->scope);
    FINISH(0);
}

int main(void) {
    struct many__future many = {0};
    CHECK(run_on(1, &many__function, &many) == 0);
    struct timers__future timers = {0};
    CHECK(run_on(0, &timers__function, &timers) == 0);
    for (int i = 0; i < 20; i++) {
        struct crowd__future crowd = {.kind = i % 2};
        CHECK(run_on(0, &crowd__function, &crowd) == 0);
    }
    return 0;
}
