// Races: who wins, what the others' results are, that everybody has ended; arms with frames, scopes
// and races of their own; cancelled from outside, from other workers, at whatever moment.
#include "race.h"

// ---- what arms are made of ----

struct waits__future { // `count` times `duration`, then `value`; or what a wait was refused with
    int result;
    unsigned short state;
    int count, value, i;
    int64_t duration;
    int *ended; // counts how many have
    struct tarry_sleep__future sleep;
};
FUNCTION(waits);

static bool waits__poll(void *future, struct tarry_context *cx) {
    struct waits__future *self = future;
    START();
    for (self->i = 0; self->i < self->count; self->i++) {
        AWAIT(cx, self->sleep, tarry_sleep, self->sleep.duration = self->duration);
        if (self->sleep.result < 0) {
            break;
        }
    }
    if (self->ended) {
        __atomic_fetch_add(self->ended, 1, __ATOMIC_RELAXED);
    }
    FINISH(self->i < self->count ? self->sleep.result : self->value);
}

// A chain of separate frames, `depth` deep, with `waits` at its end.
struct chain__future {
    int result;
    unsigned short state;
    int depth, count, value;
    int64_t duration;
    struct chain__future *below;
    struct waits__future waits;
};
FUNCTION(chain);

static bool chain__poll(void *future, struct tarry_context *cx) {
    struct chain__future *self = future;
    START();
    if (self->depth == 0) {
        AWAIT(cx, self->waits, waits, self->waits.count = self->count;
              self->waits.value = self->value; self->waits.duration = self->duration;
              self->waits.ended = NULL);
        self->value = self->waits.result;
    } else {
        self->below = tarry__frame_new(cx, &chain__function);
        CHECK(self->below);
        *self->below = (struct chain__future){.depth = self->depth - 1,
                                              .count = self->count,
                                              .value = self->value,
                                              .duration = self->duration};
        self->state = 1;
        tarry__frame_enter(cx, self->below);
        return false;
    case 1:
        self->value = self->below->result;
        tarry__frame_free(cx, self->below, &chain__function);
    }
    FINISH(self->value);
}

// Two children in a scope of a kind, and waits in its block.
struct family__future { // how many of the three were refused
    int result;
    unsigned short state;
    enum tarry_scope_kind kind;
    int results[2];
    int *ended;
    struct tarry_scope scope;
    struct tarry_sleep__future sleep;
};
FUNCTION(family);

static bool family__poll(void *future, struct tarry_context *cx) {
    struct family__future *self = future;
    START();
    tarry__scope_open(cx, &self->scope, self->kind, NULL);
    for (int i = 0; i < 2; i++) {
        SPAWN(cx, &self->scope, waits, &self->results[i], child->count = 3;
              child->duration = TARRY_SEC(100); child->ended = self->ended);
    }
    AWAIT(cx, self->sleep, tarry_sleep, self->sleep.duration = TARRY_SEC(100));
    JOIN(cx, &self->scope);
    FINISH((self->results[0] == -ECANCELED) + (self->results[1] == -ECANCELED) +
           (self->sleep.result == -ECANCELED));
}

// ---- a race of everything ----

struct all__future {
    int result;
    unsigned short state;
    int ended, boxed, number;
    bool fair;
    struct tarry_race race;
    struct tarry_arm arms[6];
    struct waits__future one, two;
    struct chain__future chain;
    struct family__future concurrent, parallel;
};
FUNCTION(all);

// Arm number % 2 wins, or, if `number` is negative, nobody before the task is cancelled.
static bool all__poll(void *future, struct tarry_context *cx) {
    struct all__future *self = future;
    START();
    self->ended = 0;
    int64_t first = self->number < 0   ? TARRY_SEC(50)
                    : self->number % 2 ? TARRY_SEC(100)
                                       : self->number % 3 * 40000;
    int64_t second = self->number < 0   ? TARRY_SEC(50)
                     : self->number % 2 ? self->number % 3 * 40000
                                        : TARRY_SEC(100);
    ARM(self->arms[0], self->one, waits, self->one.count = 2; self->one.value = 1;
        self->one.duration = first; self->one.ended = &self->ended);
    ARM(self->arms[1], self->two, waits, self->two.count = 2; self->two.value = 2;
        self->two.duration = second; self->two.ended = &self->ended);
    ARM(self->arms[2], self->chain, chain, self->chain.depth = 5; self->chain.count = 3;
        self->chain.duration = TARRY_SEC(100));
    ARM(self->arms[3], self->concurrent, family, self->concurrent.kind = TARRY_CONCURRENT;
        self->concurrent.ended = &self->ended);
    ARM(self->arms[4], self->parallel, family, self->parallel.kind = TARRY_PARALLEL;
        self->parallel.ended = &self->ended);
    BOXED_ARM(cx, self->arms[5], chain, &self->boxed, child->depth = 3; child->count = 3;
              child->duration = TARRY_SEC(100));
    RACE(cx, &self->race, self->arms, 6, self->fair);
    if (self->number < 0) { // cancelled, maybe before the arms behind the first were started
        CHECK(self->one.result == -ECANCELED && self->two.result == -ECANCELED);
        CHECK(self->chain.result == -ECANCELED && self->boxed == -ECANCELED);
    } else {
        CHECK(__atomic_load_n(&self->ended, __ATOMIC_RELAXED) == 6); // also the children
        CHECK(self->chain.result == -ECANCELED && self->boxed == -ECANCELED);
        CHECK(self->concurrent.result == 3 && self->parallel.result == 3);
        CHECK(self->race.winner == (uint32_t)self->number % 2);
        CHECK(self->one.result == (self->number % 2 ? -ECANCELED : 1));
        CHECK(self->two.result == (self->number % 2 ? 2 : -ECANCELED));
    }
    // Behind the race nothing is cancelled that was not before.
    AWAIT(cx, self->one, waits, self->one.count = 1; self->one.duration = 0; self->one.value = 7;
          self->one.ended = NULL);
    FINISH(self->one.result);
}

// Many of them at the same time, half of them cancelled after a while by another task.
struct canceller__future {
    int result;
    unsigned short state;
    struct tarry_scope *victim;
    struct tarry_sleep__future sleep;
};
FUNCTION(canceller);

static bool canceller__poll(void *future, struct tarry_context *cx) {
    struct canceller__future *self = future;
    START();
    AWAIT(cx, self->sleep, tarry_sleep, self->sleep.duration = TARRY_US(500));
    tarry_cancel(self->victim);
    FINISH(0);
}

enum { RACERS = 20 };

struct storm__future {
    int result;
    unsigned short state;
    enum tarry_scope_kind kind;
    int round, rounds, results[RACERS], lost[RACERS];
    struct tarry_scope outer, winners, losers;
};
FUNCTION(storm);

static bool storm__poll(void *future, struct tarry_context *cx) {
    struct storm__future *self = future;
    START();
    for (self->round = 0; self->round < self->rounds; self->round++) {
        tarry__scope_open(cx, &self->outer, TARRY_PARALLEL, NULL);
        tarry__scope_open(cx, &self->winners, self->kind, NULL);
        tarry__scope_open(cx, &self->losers, self->kind, NULL);
        SPAWN(cx, &self->outer, canceller, NULL, child->victim = &self->losers);
        for (int i = 0; i < RACERS; i++) {
            SPAWN(cx, &self->winners, all, &self->results[i], child->number = i + self->round;
                  child->fair = i % 3 == 0);
            SPAWN(cx, &self->losers, all, &self->lost[i], child->number = -1;
                  child->fair = i % 3 == 0);
        }
        JOIN(cx, &self->losers);
        JOIN(cx, &self->winners);
        JOIN(cx, &self->outer);
        for (int i = 0; i < RACERS; i++) {
            CHECK(self->results[i] == 7 && self->lost[i] == -ECANCELED);
        }
    }
    FINISH(0);
}

// ---- the block's own race, cancelled from another worker: its arms' children are told ----

struct far__future {
    int result;
    unsigned short state;
    int ended, i;
    struct tarry_scope outer, victim;
    struct tarry_race race;
    struct tarry_arm arms[2];
    struct family__future families[2];
};
FUNCTION(far);

static bool far__poll(void *future, struct tarry_context *cx) {
    struct far__future *self = future;
    START();
    for (self->i = 0; self->i < scaled(100); self->i++) {
        self->ended = 0;
        tarry__scope_open(cx, &self->outer, TARRY_PARALLEL, NULL);
        tarry__scope_open(cx, &self->victim, TARRY_CONCURRENT, NULL);
        SPAWN(cx, &self->outer, canceller, NULL, child->victim = &self->victim);
        ARM(self->arms[0], self->families[0], family, self->families[0].kind = TARRY_CONCURRENT;
            self->families[0].ended = &self->ended);
        ARM(self->arms[1], self->families[1], family, self->families[1].kind = TARRY_PARALLEL;
            self->families[1].ended = &self->ended);
        RACE(cx, &self->race, self->arms, 2, false);
        CHECK(__atomic_load_n(&self->ended, __ATOMIC_RELAXED) == 4);
        CHECK(self->families[0].result == 3 && self->families[1].result == 3);
        JOIN(cx, &self->victim);
        JOIN(cx, &self->outer);
    }
    FINISH(0);
}

// ---- races in races ----

struct nest__future { // returns how deep it came
    int result;
    unsigned short state;
    int depth, below;
    struct tarry_race race;
    struct tarry_arm arms[2];
    struct tarry_sleep__future sleep;
};
FUNCTION(nest);

static bool nest__poll(void *future, struct tarry_context *cx) {
    struct nest__future *self = future;
    START();
    if (self->depth > 0) {
        ARM(self->arms[0], self->sleep, tarry_sleep, self->sleep.duration = TARRY_SEC(100));
        BOXED_ARM(cx, self->arms[1], nest, &self->below, child->depth = self->depth - 1);
        RACE(cx, &self->race, self->arms, 2, false);
        // Too deep, the first arm ends at once, and wins.
        bool too_deep = self->race.winner == 0;
        CHECK(self->sleep.result == (too_deep ? -ENOMEM : -ECANCELED));
        CHECK(!too_deep || self->below == -ECANCELED);
        self->result = too_deep ? self->sleep.result : self->below;
    } else {
        AWAIT(cx, self->sleep, tarry_sleep, self->sleep.duration = 1000);
        self->result = self->sleep.result;
    }
    FINISH(self->result < 0 ? self->result : self->result + 1);
}

// ---- arms that never need to wait do not starve the others ----

struct busy__future { // yields to nobody of its own accord
    int result;
    unsigned short state;
    bool *stop;
    struct tarry_within within;
    struct tarry_sleep__future sleep;
};
FUNCTION(busy);

static bool busy__poll(void *future, struct tarry_context *cx) {
    struct busy__future *self = future;
    START();
    // A refused wait costs budget, and never suspends.
    tarry__within_enter(cx, &self->within, 0);
    while (!*self->stop) {
        AWAIT(cx, self->sleep, tarry_sleep, self->sleep.duration = 1);
    }
    tarry__within_leave(cx, &self->within);
    FINISH(0);
}

struct spender__future { // needs budget too, `count` times
    int result;
    unsigned short state;
    int count, i;
    bool *stop;
    struct tarry_within within;
    struct tarry_sleep__future sleep;
};
FUNCTION(spender);

static bool spender__poll(void *future, struct tarry_context *cx) {
    struct spender__future *self = future;
    START();
    tarry__within_enter(cx, &self->within, 0);
    for (self->i = 0; self->i < self->count; self->i++) {
        AWAIT(cx, self->sleep, tarry_sleep, self->sleep.duration = 1);
    }
    tarry__within_leave(cx, &self->within);
    *self->stop = true;
    FINISH(1);
}

struct starve__future {
    int result;
    unsigned short state;
    bool stop;
    struct tarry_race race;
    struct tarry_arm arms[2];
    struct busy__future busy;
    struct spender__future spender;
};
FUNCTION(starve);

static bool starve__poll(void *future, struct tarry_context *cx) {
    struct starve__future *self = future;
    START();
    self->stop = false;
    ARM(self->arms[0], self->busy, busy, self->busy.stop = &self->stop);
    ARM(self->arms[1], self->spender, spender, self->spender.stop = &self->stop;
        self->spender.count = 1000);
    RACE(cx, &self->race, self->arms, 2, false);
    FINISH(self->spender.result);
}

int main(void) {
    unsigned workers = env_workers();
    for (int kind = 0; kind < 2; kind++) {
        struct storm__future storm = {.kind = (enum tarry_scope_kind)kind, .rounds = scaled(50)};
        CHECK(run_on(workers, &storm__function, &storm) == 0);
    }
    struct far__future far = {0};
    CHECK(run_on(workers, &far__function, &far) == 0);
    struct nest__future nest = {.depth = 30};
    CHECK(run_on(workers, &nest__function, &nest) == 31);
    nest.depth = 1000;
    CHECK(run_on(workers, &nest__function, &nest) == -ENOMEM);
    struct starve__future starve = {0};
    CHECK(run_on(workers, &starve__function, &starve) == 1);
    return 0;
}
