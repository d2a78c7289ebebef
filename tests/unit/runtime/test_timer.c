// The timer wheel against a list that is searched: same timers, same times, for a seeded sequence
// of arming, cancelling and passing time, with spans from nanoseconds to centuries. (Faults 31 and 32.)
#include "runtime/timer.h"
#include "future.h"

enum { TIMERS = 400, STEPS = 30000 };

static uint64_t seed = 88172645463325252;

static uint64_t random_number(void) {
    seed ^= seed << 13;
    seed ^= seed >> 7;
    seed ^= seed << 17;
    return seed;
}

static struct tarry_timer timers[TIMERS];
static bool armed[TIMERS];
static struct tarry__timer_wheel wheel;

static int64_t random_span(void) {
    switch (random_number() % 8) {
    case 0:
        return -(int64_t)(random_number() % 1000);
    case 1:
        return INT64_MAX;
    default:
        return (int64_t)(random_number() >> (random_number() % 62 + 2));
    }
}

static int64_t saturated(int64_t now, int64_t span) {
    int64_t sum;
    return __builtin_add_overflow(now, span, &sum) ? INT64_MAX : sum;
}

static bool is_due(int64_t deadline, int64_t now) {
    int64_t tick = INT64_C(1) << TARRY__TIMER_TICK_SHIFT;
    return deadline <= now / tick * tick && deadline < INT64_MAX - tick;
}

// The earliest deadline of all that are armed.
static int64_t earliest(void) {
    int64_t first = INT64_MAX;
    for (int i = 0; i < TIMERS; i++) {
        if (armed[i] && timers[i].deadline < first) {
            first = timers[i].deadline;
        }
    }
    return first;
}

static void take_all_due(int64_t now) {
    for (;;) {
        unsigned work = (unsigned)(random_number() % 50);
        bool had_work = work > 0;
        struct tarry_timer *timer = tarry__timer_take(&wheel, now, &work);
        if (!timer && had_work && work > 0) {
            break;
        }
        if (timer) {
            size_t i = (size_t)(timer - timers);
            CHECK(armed[i] && timer->deadline <= now); // never early
            armed[i] = false;
        }
    }
    for (int i = 0; i < TIMERS; i++) {
        CHECK(!armed[i] || !is_due(timers[i].deadline, now)); // never late by a tick
    }
}

// As a paused clock does.
static void take_all_exactly(int64_t now) {
    struct tarry_timer *timer;
    while ((timer = tarry__timer_take_early(&wheel, now))) {
        CHECK(armed[timer - timers] && timer->deadline <= now);
        armed[timer - timers] = false;
    }
    CHECK(earliest() > now);
    CHECK(tarry__timer_first(&wheel) == earliest());
}

static void check_next(int64_t now) {
    int64_t tick = INT64_C(1) << TARRY__TIMER_TICK_SHIFT, first = earliest();
    int64_t next = tarry__timer_next(&wheel);
    CHECK(next > now);
    CHECK(next == INT64_MAX ? first == INT64_MAX : true);
    CHECK(next <= saturated(first, tick));
}

static void random_steps(int64_t now, bool exact) {
    tarry__timer_wheel_init(&wheel, now);
    memset(armed, 0, sizeof armed);
    for (int step = 0; step < scaled(STEPS); step++) {
        size_t i = random_number() % TIMERS;
        if (!armed[i]) {
            timers[i].deadline = saturated(now, random_span());
            tarry__timer_arm(&wheel, &timers[i]);
            armed[i] = true;
        } else if (random_number() % 2) {
            tarry__timer_cancel(&wheel, &timers[i]);
            armed[i] = false;
        }
        if (random_number() % 4 == 0) {
            int64_t next = exact ? tarry__timer_first(&wheel) : tarry__timer_next(&wheel);
            bool jump = random_number() % 2 && next < INT64_MAX - 1000000;
            int64_t span = (int64_t)(random_number() >> (random_number() % 40 + 24));
            now = jump && next > now                     ? next
                  : saturated(now, span) < INT64_MAX / 2 ? now + span
                                                         : now;
            take_all_due(now);
            if (exact) {
                take_all_exactly(now);
            }
            check_next(now);
        }
    }
    for (int i = 0; i < TIMERS; i++) {
        if (armed[i]) {
            tarry__timer_cancel(&wheel, &timers[i]);
        }
    }
    CHECK(wheel.count == 0);
    CHECK(tarry__timer_next(&wheel) == INT64_MAX); // cancelling leaves no slot marked
}

static void equal_deadlines_keep_their_order(void) {
    tarry__timer_wheel_init(&wheel, 0);
    for (int i = 0; i < TIMERS; i++) {
        timers[i].deadline = TARRY_SEC(100);
        tarry__timer_arm(&wheel, &timers[i]);
    }
    for (int i = 0; i < TIMERS; i++) {
        unsigned work = 10000;
        CHECK(tarry__timer_take(&wheel, TARRY_SEC(101), &work) == &timers[i]);
    }
}

int main(void) {
    for (int i = 0; i < 8; i++) {
        random_steps((int64_t)(random_number() >> (i * 7 + 3)), i % 2);
    }
    random_steps(0, false);
    equal_deadlines_keep_their_order();
    return 0;
}
