// The system's wall clock is set forwards and back by an hour (fault 33): who sleeps by it notices
// within a second; timers do not mind. The clock that is set is this test's: it answers
// clock_gettime in place of the C library.
#include "future.h"

#include <tarry/wall.h>

#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static _Atomic int64_t set_by;

int clock_gettime(clockid_t which, struct timespec *now) {
    int result = (int)syscall(SYS_clock_gettime, which, now);
    if (which == CLOCK_REALTIME) {
        now->tv_sec += tarry__load(&set_by, relaxed) / TARRY_SEC(1);
    }
    return result;
}

struct sleeper__future {
    int result;
    unsigned short state;
    int64_t time;
    struct tarry_wall_sleep_until__future sleep;
};
FUNCTION(sleeper);

static bool sleeper__poll(void *future, struct tarry_context *cx) {
    struct sleeper__future *self = future;
    START();
    AWAIT(cx, self->sleep, tarry_wall_sleep_until, self->sleep.time = self->time);
    CHECK(self->sleep.result == -ECANCELED || tarry_wall_now() >= self->time);
    FINISH(self->sleep.result);
}

struct test__future {
    int result;
    unsigned short state;
    int one, two, never;
    int64_t wall, started;
    struct tarry_scope first, second, third;
    struct tarry_sleep__future sleep;
};
FUNCTION(test);

static bool test__poll(void *future, struct tarry_context *cx) {
    struct test__future *self = future;
    START();
    self->wall = tarry_wall_now();
    self->one = self->two = self->never = 1;
    tarry__scope_open(cx, &self->third, TARRY_PARALLEL, NULL);
    SPAWN(cx, &self->third, sleeper, &self->never, child->time = self->wall + TARRY_SEC(86400));
    tarry__scope_open(cx, &self->second, TARRY_PARALLEL, NULL);
    SPAWN(cx, &self->second, sleeper, &self->two, child->time = self->wall + TARRY_SEC(7200));
    tarry__scope_open(cx, &self->first, TARRY_PARALLEL, NULL);
    SPAWN(cx, &self->first, sleeper, &self->one, child->time = self->wall + TARRY_SEC(3600));
    self->started = tarry_now();
    AWAIT(cx, self->sleep, tarry_sleep, self->sleep.duration = TARRY_MS(20));
    CHECK(self->one == 1);
    tarry__store(&set_by, TARRY_SEC(3601), relaxed);
    JOIN(cx, &self->first); // an hour has passed
    CHECK(self->one == 0 && self->two == 1 && self->never == 1);
    CHECK(tarry_now() - self->started < TARRY_SEC(3600)); // only on the wall
    tarry__store(&set_by, TARRY_SEC(-3600), relaxed);
    AWAIT(cx, self->sleep, tarry_sleep, self->sleep.duration = TARRY_MS(20));
    CHECK(self->two == 1);
    tarry__store(&set_by, TARRY_SEC(7201), relaxed);
    JOIN(cx, &self->second);
    CHECK(self->two == 0 && self->never == 1);
    tarry_cancel(&self->third);
    JOIN(cx, &self->third);
    CHECK(self->never == -ECANCELED);
    FINISH(0);
}

int main(void) {
    struct test__future test = {0};
    CHECK(run_on(env_workers(), &test__function, &test) == 0);
    return 0;
}
