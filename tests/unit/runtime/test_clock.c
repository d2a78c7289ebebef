// A paused clock with several workers: everybody sleeps exactly as long as he asked for, and nobody
// sees a time later than a deadline of somebody who still sleeps; it waits for blocking calls, and for
// what tasks send each other through descriptors; pausing, resuming and reading at the same time never
// goes back. Fault 33: the wall clock is set, timers do not mind.
#include "base/lock.h"
#include "event.h"
#include "future.h"
#include "runtime/worker.h"

#include <tarry/clock.h>
#include <tarry/io.h>
#include <tarry/wall.h>

#include <unistd.h>

enum { SLEEPERS = 200, ROUNDS = 20 };

static uint64_t seed = 88172645463325252;

static uint64_t random_number(void) {
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return seed;
}

// The largest time anybody has seen.
static _Atomic int64_t seen;

static void see(int64_t now) {
    int64_t most = tarry__load(&seen, relaxed);
    while (now > most && !tarry__compare_exchange_weak(&seen, &most, now, relaxed, relaxed)) {
    }
}

// ---- sleepers with several naps ----

struct sleeper__future {
    int result;
    unsigned short state;
    int naps;
    int64_t duration, due;
    struct tarry_sleep__future sleep;
};
FUNCTION(sleeper);

static bool sleeper__poll(void *future, struct tarry_context *cx) {
    struct sleeper__future *self = future;
    START();
    for (; self->naps > 0; self->naps--) {
        self->due = tarry_now() + self->duration;
        AWAIT(cx, self->sleep, tarry_sleep, self->sleep.duration = self->duration);
        CHECK(self->sleep.result == 0);
        CHECK(tarry_now() == self->due);
        CHECK(tarry__load(&seen, relaxed) <= self->due);
        see(self->due);
    }
    FINISH(0);
}

struct many__future {
    int result;
    unsigned short state;
    enum tarry_clock_mode mode;
    int64_t started;
    struct tarry_scope scope;
    struct tarry_clock_advance__future advance;
};
FUNCTION(many);

static bool many__poll(void *future, struct tarry_context *cx) {
    struct many__future *self = future;
    START();
    CHECK(tarry_clock_pause(self->mode) == 0);
    self->started = tarry_now();
    tarry__store(&seen, self->started, relaxed);
    tarry__scope_open(cx, &self->scope, TARRY_PARALLEL, NULL);
    for (int i = 0; i < SLEEPERS; i++) {
        SPAWN(cx, &self->scope, sleeper, NULL, child->naps = 1 + (int)(random_number() % 4);
              child->duration =
                  (int64_t)(1 + random_number() % (UINT64_C(1) << random_number() % 40)));
    }
    if (self->mode == TARRY_CLOCK_BY_HAND) {
        CHECK(tarry_now() == self->started);
        AWAIT(cx, self->advance, tarry_clock_advance, self->advance.duration = TARRY_SEC(1000000));
        CHECK(self->advance.result == 0);
        CHECK(tarry_now() == self->started + TARRY_SEC(1000000));
        CHECK(!self->scope.children);
    }
    JOIN(cx, &self->scope);
    CHECK(tarry_clock_resume() == 0);
    FINISH(0);
}

// ---- what the clock waits for ----

struct slow__future {
    int result;
    unsigned short state;
    struct tarry_blocking call;
};

static void take_a_while(void *future) {
    usleep(2000);
    ((struct slow__future *)future)->result = 7;
}
FUNCTION(slow);

static bool slow__poll(void *future, struct tarry_context *cx) {
    struct slow__future *self = future;
    return tarry__blocking_poll(cx, &self->call, self, &slow__function, take_a_while);
}

// Sends a byte to itself, through a pipe, many times.
struct pinger__future {
    int result;
    unsigned short state;
    int in, out, turns;
    char byte;
    struct tarry_read__future read;
    struct tarry_write__future write;
};
FUNCTION(pinger);

static bool pinger__poll(void *future, struct tarry_context *cx) {
    struct pinger__future *self = future;
    START();
    for (; self->turns > 0; self->turns--) {
        AWAIT(cx, self->write, tarry_write, self->write.fd = self->out; self->write.buffer = "x";
              self->write.size = 1);
        CHECK(self->write.result == 1);
        AWAIT(cx, self->read, tarry_read, self->read.fd = self->in; self->read.buffer = &self->byte;
              self->read.size = 1);
        CHECK(self->read.result == 1);
    }
    FINISH(0);
}

struct waits__future {
    int result;
    unsigned short state;
    bool for_call; // else for what is in flight alone
    int64_t started;
    int results[3], a[2], b[2];
    struct tarry_scope scope;
    struct tarry_within within;
};
FUNCTION(waits);

static bool waits__poll(void *future, struct tarry_context *cx) {
    struct waits__future *self = future;
    START();
    CHECK(tarry_clock_pause(TARRY_CLOCK_AUTOMATIC) == 0);
    CHECK(pipe(self->a) == 0 && pipe(self->b) == 0);
    self->started = tarry_now();
    tarry__within_enter(cx, &self->within, TARRY_MS(1));
    tarry__scope_open(cx, &self->scope, TARRY_PARALLEL, NULL);
    self->results[0] = 7;
    if (self->for_call) {
        SPAWN(cx, &self->scope, slow, &self->results[0], (void)child);
    }
    SPAWN(cx, &self->scope, pinger, &self->results[1], child->in = self->a[0];
          child->out = self->b[1]; child->turns = 100);
    SPAWN(cx, &self->scope, pinger, &self->results[2], child->in = self->b[0];
          child->out = self->a[1]; child->turns = 100);
    JOIN(cx, &self->scope);
    CHECK(!tarry__within_leave(cx, &self->within));
    CHECK(self->results[0] == 7 && self->results[1] == 0 && self->results[2] == 0);
    CHECK(tarry_now() == self->started);
    for (int i = 0; i < 2; i++) {
        close(self->a[i]);
        close(self->b[i]);
    }
    CHECK(tarry_clock_resume() == 0);
    FINISH(0);
}

// ---- pausing and resuming while others read, sleep and advance ----

static _Atomic bool stop;

struct reader__future {
    int result;
    unsigned short state;
    int64_t last;
    struct tarry_sleep__future sleep;
    struct tarry_clock_advance__future advance;
};
FUNCTION(reader);

static bool reader__poll(void *future, struct tarry_context *cx) {
    struct reader__future *self = future;
    START();
    self->last = 0;
    while (!tarry__load(&stop, relaxed)) {
        for (int i = 0; i < 20; i++) {
            int64_t now = tarry_now();
            CHECK(now >= self->last);
            self->last = now;
        }
        AWAIT(cx, self->sleep, tarry_sleep, self->sleep.duration = TARRY_US(50));
        CHECK(self->sleep.result == 0 && tarry_now() >= self->last + TARRY_US(50));
        AWAIT(cx, self->advance, tarry_clock_advance, self->advance.duration = TARRY_US(10));
        CHECK(self->advance.result == 0 || self->advance.result == -EINVAL);
    }
    FINISH(0);
}

struct switcher__future {
    int result;
    unsigned short state;
    int i;
    struct tarry_scope scope;
    struct tarry_sleep__future sleep;
};
FUNCTION(switcher);

static bool switcher__poll(void *future, struct tarry_context *cx) {
    struct switcher__future *self = future;
    START();
    tarry__store(&stop, false, relaxed);
    tarry__scope_open(cx, &self->scope, TARRY_PARALLEL, NULL);
    for (int i = 0; i < 4; i++) {
        SPAWN(cx, &self->scope, reader, NULL, (void)child);
    }
    for (self->i = 0; self->i < scaled(500); self->i++) {
        CHECK(tarry_clock_pause(TARRY_CLOCK_AUTOMATIC) == 0);
        AWAIT(cx, self->sleep, tarry_sleep, self->sleep.duration = TARRY_US(70));
        CHECK(tarry_clock_resume() == 0);
        AWAIT(cx, self->sleep, tarry_sleep, self->sleep.duration = TARRY_US(30));
    }
    tarry__store(&stop, true, relaxed);
    JOIN(cx, &self->scope);
    FINISH(0);
}

// ---- the wall clock ----

struct wall__future {
    int result;
    unsigned short state;
    int64_t time;
    struct tarry_wall_sleep_until__future sleep;
};
FUNCTION(wall);

static bool wall__poll(void *future, struct tarry_context *cx) {
    struct wall__future *self = future;
    START();
    AWAIT(cx, self->sleep, tarry_wall_sleep_until, self->sleep.time = self->time);
    FINISH(self->sleep.result);
}

struct walls__future {
    int result;
    unsigned short state;
    int results[4];
    int64_t wall;
    struct tarry_scope scope;
    struct tarry_sleep__future nap;
    struct tarry_wall_sleep_until__future sleep;
};
FUNCTION(walls);

static bool walls__poll(void *future, struct tarry_context *cx) {
    struct walls__future *self = future;
    START();
    CHECK(tarry_clock_set_wall(0) == -EINVAL);
    self->wall = tarry_wall_now() + TARRY_MS(2);
    AWAIT(cx, self->sleep, tarry_wall_sleep_until, self->sleep.time = self->wall); // as it is
    CHECK(self->sleep.result == 0 && tarry_wall_now() >= self->wall);
    CHECK(tarry_clock_pause(TARRY_CLOCK_AUTOMATIC) == 0);
    self->wall = tarry_wall_now();
    tarry__scope_open(cx, &self->scope, TARRY_PARALLEL, NULL);
    SPAWN(cx, &self->scope, wall, &self->results[0], child->time = self->wall + TARRY_MS(1));
    SPAWN(cx, &self->scope, wall, &self->results[1], child->time = self->wall + TARRY_SEC(3600));
    SPAWN(cx, &self->scope, wall, &self->results[2], child->time = INT64_MAX);
    SPAWN(cx, &self->scope, wall, &self->results[3], child->time = INT64_MIN);
    AWAIT(cx, self->nap, tarry_sleep, self->nap.duration = TARRY_MS(2));
    CHECK(tarry_clock_set_wall(self->wall + TARRY_SEC(3600)) == 0);
    AWAIT(cx, self->nap, tarry_sleep, self->nap.duration = 1);
    CHECK(tarry_wall_now() == self->wall + TARRY_SEC(3600) + 1);
    tarry_cancel(&self->scope);
    JOIN(cx, &self->scope);
    for (int i = 0; i < 4; i++) {
        CHECK(self->results[i] == (i == 2 ? -ECANCELED : 0));
    }
    CHECK(tarry_clock_resume() == 0);
    CHECK(tarry_wall_now() < self->wall + TARRY_SEC(3600));
    FINISH(0);
}

static void check_walls(void) {
    static struct walls__future walls;
    memset(&walls, 0, sizeof walls);
    CHECK(run_on(env_workers(), &walls__function, &walls) == 0);
}

int main(void) {
    CHECK(tarry_clock_pause(TARRY_CLOCK_AUTOMATIC) == -EINVAL && tarry_clock_resume() == -EINVAL);
    CHECK(!tarry_clock_is_paused() && tarry_clock_set_wall(0) == -EINVAL);
    CHECK(tarry_wall_now() > TARRY_SEC(1700000000));
    unsigned workers = env_workers();
    for (int i = 0; i < ROUNDS; i++) {
        struct many__future many = {.mode = i % 2};
        CHECK(run_on(i % 3 ? workers : 1, &many__function, &many) == 0);
    }
    for (int i = 0; i < 4; i++) {
        struct waits__future waits = {.for_call = i % 2};
        CHECK(run_on(i < 2 ? workers : 1, &waits__function, &waits) == 0);
    }
    struct switcher__future switcher = {0};
    CHECK(run_on(workers, &switcher__function, &switcher) == 0);
    check_walls();
    return 0;
}
